namespace Rollout.Planning;

/// <summary>The conditions of a rollout, all of them published from the first pass on (contract section 3).</summary>
public static class ConditionTypes
{
    /// <summary>The spec is valid and what it wants is what runs (as kstatus reads it).</summary>
    public const string Ready = nameof(Ready);

    /// <summary>A revision is on trial.</summary>
    public const string Progressing = nameof(Progressing);

    /// <summary>The last revision was not refused.</summary>
    public const string Healthy = nameof(Healthy);

    /// <summary>The evidence to leave the open stage is there.</summary>
    public const string EvidenceSufficient = nameof(EvidenceSufficient);

    /// <summary>This fleet can give the evidence that a promotion needs, in the time there is.</summary>
    public const string PromotionLikely = nameof(PromotionLikely);

    /// <summary>Every deciding metric can be read.</summary>
    public const string MetricsAvailable = nameof(MetricsAvailable);

    /// <summary>
    /// Published only once there was an annotation that is not understood: <see cref="ConditionStatus.False"/> with all of them, True when they are mended.
    /// </summary>
    public const string AnnotationsUnderstood = nameof(AnnotationsUnderstood);

    /// <summary>Those that are always there.</summary>
    public static IReadOnlyList<string> All { get; } = [Ready, Progressing, Healthy, EvidenceSufficient, PromotionLikely, MetricsAvailable];
}
