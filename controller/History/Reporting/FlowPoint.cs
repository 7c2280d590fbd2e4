namespace Rollout.History.Reporting;

/// <summary>
/// A column of the cumulative flow diagram: how many releases had come so far, at the end of a day. What lies between two neighbours is
/// in that state then.
/// </summary>
/// <param name="Until">End of the day (UTC).</param>
/// <param name="TakenUp">Asked for and taken up.</param>
/// <param name="OnCanary">Of them, on a node of production, or over.</param>
/// <param name="Decided">Of them, on the way to all nodes or back, or over.</param>
/// <param name="Over">Of them, over.</param>
/// <param name="Promoted">Of those that are over: on every node.</param>
public sealed record FlowPoint(DateTimeOffset Until, int TakenUp, int OnCanary, int Decided, int Over, int Promoted);
