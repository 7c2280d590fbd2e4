namespace Rollout.Demo.Shop;

/// <summary>One basket: one line of goods, as customers of the demo fill it.</summary>
/// <param name="Price">Dollars a piece.</param>
internal sealed record Basket(string Id, string Sku, int Quantity, decimal Price, DateTimeOffset FilledAt)
{
    /// <summary>Dollars.</summary>
    public decimal Total => Price * Quantity;
}
