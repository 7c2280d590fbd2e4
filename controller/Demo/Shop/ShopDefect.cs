namespace Rollout.Demo.Shop;

/// <summary>What is wrong with a version of the shop.</summary>
public enum ShopDefect
{
    None,

    /// <summary>A quarter of the checkouts is lost: the answer is "paid", as fast as ever, and no order is recorded.</summary>
    LosesQuarterOfCheckouts,

    /// <summary>Checkout answers 500 when the basket holds <see cref="Catalogue.BrokenInV4"/>.</summary>
    FailsForOneProduct,
}
