using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>The workload whose versions are rolled out, in the rollout's own namespace.</summary>
[Rule("self == oldSelf", "cannot be changed: the workload of before would stay held; delete this rollout and create another")]
public sealed record WorkloadReference
{
    public const string AppsV1 = "apps/v1";

    /// <summary>Group and version of its kind.</summary>
    [Field(OneOf = [AppsV1], MaxLength = 100)]
    public string ApiVersion { get; init; } = AppsV1;

    /// <summary>What kind it is.</summary>
    public required WorkloadKind Kind { get; init; }

    /// <summary>Its name.</summary>
    [Field(MaxLength = 253, Pattern = Patterns.DnsSubdomain)]
    public required string Name { get; init; }
}
