namespace Rollout.Cli.Plotting;

/// <summary>What is drawn of one judged rollout.</summary>
internal sealed record VerdictPlot
{
    public required string Title { get; init; }

    /// <summary>The verdict in a sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>What the effect is of: "revenue".</summary>
    public required string Subject { get; init; }

    /// <summary>In order of time.</summary>
    public required IReadOnlyList<PlotPoint> Points { get; init; }

    /// <summary>Minutes that were discarded from the start on.</summary>
    public double WarmUp { get; init; }

    public double Tolerance { get; init; }

    /// <summary>Name of the verdict, and when it fell; null where none did.</summary>
    public (string Verdict, double Minutes)? Decided { get; init; }
}
