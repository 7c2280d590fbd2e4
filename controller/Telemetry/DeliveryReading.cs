namespace Rollout.Telemetry;

/// <summary>How the delivery of one rollout went over a window, out of the history: gauges that agree with `rollout report`. Unknown is NaN.</summary>
public sealed record DeliveryReading
{
    /// <summary>The windows there are: a closed set.</summary>
    public static IReadOnlyList<string> Windows { get; } = ["7d", "30d", "90d"];

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>One of <see cref="Windows"/>.</summary>
    public required string Window { get; init; }

    public int Deployments { get; init; }

    /// <summary>0 to 1.</summary>
    public double ChangeFailure { get; init; } = double.NaN;

    /// <summary>Median, and what nine of ten did not exceed, in seconds.</summary>
    public (double Median, double P90) LeadTime { get; init; } = (double.NaN, double.NaN);

    /// <summary>Promoted releases whose commit's time is not known.</summary>
    public int LeadTimeUnknown { get; init; }

    public (double Median, double P90) Restore { get; init; } = (double.NaN, double.NaN);

    /// <summary>By stage, from 0; seconds.</summary>
    public IReadOnlyList<(int Stage, double Median, double P90)> Stages { get; init; } = [];
}
