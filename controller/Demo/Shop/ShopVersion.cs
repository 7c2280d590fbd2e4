namespace Rollout.Demo.Shop;

/// <summary>A version of the shop and what is wrong with it.</summary>
public sealed record ShopVersion(string Name, ShopDefect Defect)
{
    /// <summary>All versions there are. v2 changes nothing that a customer notices.</summary>
    public static readonly IReadOnlyList<ShopVersion> All =
    [
        new("v1", ShopDefect.None),
        new("v2", ShopDefect.None),
        new("v3", ShopDefect.LosesQuarterOfCheckouts),
        new("v4", ShopDefect.FailsForOneProduct),
    ];

    /// <summary>The version with this name, or null.</summary>
    public static ShopVersion? Find(string name) => All.FirstOrDefault(v => v.Name == name);
}
