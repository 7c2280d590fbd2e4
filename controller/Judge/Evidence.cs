using System.Text.Json.Serialization;

namespace Rollout.Judge;

/// <summary>
/// Everything that is kept of a metric's buckets in a rollout: sufficient statistics, constant in time, serialisable. Belongs to
/// one plan and one baseline.
/// </summary>
public sealed record Evidence
{
    public int Version { get; init; } = 1;

    /// <summary>Start of the last bucket used; null before the first.</summary>
    public DateTimeOffset? LastStart { get; init; }

    /// <summary>Its end: a bucket that begins before it has been counted already.</summary>
    public DateTimeOffset? LastEnd { get; init; }

    public int Buckets { get; init; }

    /// <summary>Buckets that had no canary or no control.</summary>
    public int LeftOut { get; init; }

    public double CanaryEvents { get; init; }

    public double FleetEvents { get; init; }

    /// <summary>The canaries' expected share in the last bucket.</summary>
    public double ExpectedShare { get; init; }

    /// <summary>Kernel sums of the orders: little-endian doubles in base64.</summary>
    public required string Orders { get; init; }

    /// <summary>Kernel sums of the money's share.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Money { get; init; }

    /// <summary>Kernel sums of the exact value tilt.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Tilt { get; init; }

    /// <summary>Kernel sums of the ranks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rank { get; init; }

    /// <summary>Sessions of late; null where they are not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LaggedTraffic? Traffic { get; init; }

    /// <summary>Kernel sums of the sessions' split.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Split { get; init; }

    /// <summary>Of a latency: one for each of <see cref="Baseline.Bounds"/>, in their order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Evidence>? Bounds { get; init; }

    /// <summary>What is remembered of the fleet's mean rank weight: sum and events.</summary>
    public double RankSum { get; init; }

    public double RankEvents { get; init; }
}
