namespace Rollout.Benchmarks.Orders;

/// <summary>A sale of the real shop, laid into the overlaid days.</summary>
/// <param name="At">In the new calendar.</param>
/// <param name="Customer">Sticks to a node.</param>
/// <param name="Invoice">Identifies the order.</param>
/// <param name="Value">In pounds, as written.</param>
internal sealed record Order(DateTimeOffset At, string Customer, string Invoice, string Value);
