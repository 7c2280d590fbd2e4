namespace Rollout.FakeKubernetes.Faults;

/// <summary>Which requests a fault meets, how often and how likely.</summary>
public sealed record FaultRule(FaultKind Kind)
{
    /// <summary>get, list, watch, create, update, patch, delete, deletecollection; `*` for all.</summary>
    public string Verb { get; init; } = "*";

    /// <summary>The path must contain this.</summary>
    public string Path { get; init; } = "";

    /// <summary>At most so many times; null for ever.</summary>
    public int? Count { get; init; }

    /// <summary>Chance for each request that fits, from the server's seed.</summary>
    public double Probability { get; init; } = 1;

    public int RetryAfterSeconds { get; init; } = 1;

    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    public int AfterEvents { get; init; }

    public long Behind { get; init; } = 1;
}
