namespace Rollout.Metrics.Exposition;

/// <summary>
/// How much of an answer is taken in before it is given up. Every figure is a bound on what a hostile or broken node can cost.
/// </summary>
public sealed record ExpositionLimits
{
    /// <summary>Bytes of the answer, after decompression.</summary>
    public int MaxBytes { get; init; } = 16 * 1024 * 1024;

    public int MaxLineBytes { get; init; } = 64 * 1024;

    /// <summary>Sample lines, of interest or not.</summary>
    public int MaxSamples { get; init; } = 200_000;

    /// <summary>Series of interest that are kept.</summary>
    public int MaxKeptSeries { get; init; } = 10_000;

    /// <summary>Metric families: declared, or named by a sample.</summary>
    public int MaxFamilies { get; init; } = 50_000;

    public int MaxLabels { get; init; } = 64;

    /// <summary>Bytes of one metric name, label name or label value.</summary>
    public int MaxTextBytes { get; init; } = 4096;
}
