using Rollout.Judge;

namespace Rollout.Cli.Judging;

/// <summary>What is to be judged, and how: the flags of `rollout judge`, or a line of --cases, with the contract's defaults.</summary>
internal sealed record JudgeRequest
{
    public string? Id { get; init; }

    /// <summary>Null where it was not given, which is a problem.</summary>
    public string? Path { get; init; }

    /// <summary>A row an order; false: a row a node and bucket.</summary>
    public bool IsEvents { get; init; }

    public IReadOnlyList<string> Canaries { get; init; } = [];

    /// <summary>Null where it was not given or could not be read, which is a problem.</summary>
    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    public TimeSpan Bucket { get; init; } = TimeSpan.FromSeconds(60);

    public double Alpha { get; init; } = 0.01;

    public double AlphaPromote { get; init; } = 0.05;

    public double Tolerance { get; init; } = 0.1;

    public TimeSpan? Horizon { get; init; }

    public Statistic Kind { get; init; } = Statistic.Revenue;

    public double HarmFloor { get; init; }

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(120);

    public bool NoCalibration { get; init; }

    public bool IgnorePromote { get; init; }

    /// <summary>Whether evidence that is insufficient is told how long it would still take: work that many cases at once go without.</summary>
    public bool Forecasts { get; init; }
}
