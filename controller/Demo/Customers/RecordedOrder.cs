namespace Rollout.Demo.Customers;

/// <summary>One row of an events file; its node is not kept, the front door chooses.</summary>
public readonly record struct RecordedOrder(DateTimeOffset At, decimal Dollars);
