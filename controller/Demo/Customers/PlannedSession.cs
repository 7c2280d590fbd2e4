namespace Rollout.Demo.Customers;

/// <summary>One customer's visit, planned before it happens.</summary>
/// <param name="At">After the beginning.</param>
/// <param name="Dollars">What the order will be worth; null: looks around and leaves.</param>
/// <param name="Sku">What is bought.</param>
public readonly record struct PlannedSession(TimeSpan At, decimal? Dollars, string Sku);
