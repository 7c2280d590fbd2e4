namespace Rollout.Demo.Shop;

/// <summary>Something to buy.</summary>
/// <param name="Price">In dollars, when the customer names no other.</param>
public sealed record Product(string Sku, string Name, decimal Price);
