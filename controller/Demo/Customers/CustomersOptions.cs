namespace Rollout.Demo.Customers;

/// <summary>How the customers of the demo behave (<c>rollout demo-customers</c>).</summary>
public sealed record CustomersOptions
{
    /// <summary>The front door.</summary>
    public required Uri Door { get; init; }

    /// <summary>Orders a second of all customers together, the mean over a day of the rhythm.</summary>
    public double Rate { get; init; } = 216;

    /// <summary>Orders to replay, in the events format (<c>time,node,value</c>, <c>.gz</c> read as such); null: invented ones.</summary>
    public string? Orders { get; init; }

    /// <summary>How many times faster than they were the orders are replayed; null: so that their mean rate is <see cref="Rate"/>.</summary>
    public double? Speed { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>So many sessions, then the end; null: until told.</summary>
    public long? Sessions { get; init; }

    /// <summary>Rewritten every second with what was sent, failed, slow (JSON); null: nowhere.</summary>
    public string? Report { get; init; }

    /// <summary>Process id that the customers end with; null: they end on a signal only.</summary>
    public int? Owner { get; init; }
}
