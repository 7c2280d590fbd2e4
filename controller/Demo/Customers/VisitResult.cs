namespace Rollout.Demo.Customers;

/// <summary>How a customer's visit ended.</summary>
internal enum VisitResult
{
    /// <summary>Looked around, bought nothing, as planned.</summary>
    LookedAround,

    /// <summary>The shop said "paid".</summary>
    Paid,

    /// <summary>An answer was an error or there was none in time.</summary>
    Failed,
}
