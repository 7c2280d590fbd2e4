namespace Rollout.Demo.Shop;

/// <summary>What the shop sells.</summary>
public static class Catalogue
{
    public static readonly IReadOnlyList<Product> Products =
    [
        new("tea", "Darjeeling, second flush", 14.5m),
        new("coffee", "Espresso beans", 18.9m),
        new("mug", "Stoneware mug", 12m),
        new("honey", "Heather honey", 9.8m),
        new("kettle", "Enamel kettle", 49m),
        new("biscuits", "Shortbread", 6.4m),
    ];

    /// <summary>The product whose checkout v4 breaks.</summary>
    public const string BrokenInV4 = "honey";

    /// <summary>The product with this number, or null.</summary>
    public static Product? Find(string? sku) => Products.FirstOrDefault(p => p.Sku == sku);
}
