namespace Rollout.Demo.Customers;

/// <summary>What customers have done so far.</summary>
/// <param name="Sessions">Visits that began.</param>
/// <param name="Paid">Orders that the shop called paid.</param>
/// <param name="Dollars">What those were worth.</param>
/// <param name="Failed">Visits that ended with an error.</param>
/// <param name="Slow">Visits in which an answer took longer than half a second.</param>
/// <param name="TurnedAway">Visits not begun because too many were under way: the machine is too slow for the rate.</param>
/// <param name="Seconds">Since the beginning.</param>
public sealed record CustomersReport(long Sessions, long Paid, decimal Dollars, long Failed, long Slow, long TurnedAway, double Seconds);
