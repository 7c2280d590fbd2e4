namespace Rollout.Demo.Shop;

/// <summary>A shop's counters at one moment.</summary>
/// <param name="Revenue">Dollars.</param>
/// <param name="Values">Orders by value, not cumulative; one more than <see cref="ShopCounters.ValueBounds"/>.</param>
/// <param name="Requests">Customers' requests by status code.</param>
/// <param name="SyntheticRequests">Probes' requests by status code.</param>
internal sealed record ShopFigures(
    long Orders,
    double Revenue,
    IReadOnlyList<long> Values,
    long Sessions,
    long SyntheticOrders,
    IReadOnlyList<KeyValuePair<int, long>> Requests,
    IReadOnlyList<KeyValuePair<int, long>> SyntheticRequests);
