using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>A synthetic acceptance test in production.</summary>
public sealed record AcceptanceProbeSpec
{
    /// <summary>How often it runs, 100ms to 1h.</summary>
    [Field(From = "100ms", To = "1h")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one run may take, 1ms to 1h.</summary>
    [Field(From = "1ms", To = "1h")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What a customer does, step after step. The first that fails ends the run.</summary>
    [Field(MinItems = 1, Key = "name")]
    public required IReadOnlyList<ProbeStep> Steps { get; init; }

    /// <summary>Consecutive failures on one node before the probe says Failing there.</summary>
    [Field(Least = 1, Most = 100)]
    public int FailAfter { get; init; } = 3;

    /// <summary>For how long after a promotion a failure is said together with the release that was promoted.</summary>
    [Field(To = "30d")]
    public TimeSpan WatchAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Where it runs. Left out: at the workload of the rollout that names it.</summary>
    public ProbeTarget? Target { get; init; }

    /// <summary>A test customer, whose orders never count: a Secret whose keys stand in steps as {{ customer.KEY }}.</summary>
    [Field(Name = "customer", Form = FieldForm.SecretHolder)]
    public string? CustomerSecret { get; init; }

    /// <summary>What marks every HTTP request as synthetic: the header's name and its value.</summary>
    public ProbeMark Mark { get; init; } = new();

    /// <summary>The shape of the answers is compared between canary and stable; {} of every HTTP step. Left out: it is not.</summary>
    public ContractCheck? Contract { get; init; }
}
