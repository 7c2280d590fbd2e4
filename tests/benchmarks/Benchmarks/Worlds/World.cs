namespace Rollout.Benchmarks.Worlds;

/// <summary>A simulated world: ten nodes, one of them the canary, a look every minute.</summary>
internal sealed record World(string Name)
{
    public const int Nodes = 10;

    /// <summary>Mean over the day, a minute and node.</summary>
    public double Orders { get; init; } = 20;

    public NodeEffect Effect { get; init; }

    /// <summary>Standard deviation of the node effect, log scale.</summary>
    public double Sigma { get; init; } = 0.05;

    /// <summary>Orders come in clumps of so many: the overdispersion phi.</summary>
    public int Clump { get; init; } = 1;

    public ScrapeTrouble Trouble { get; init; }

    /// <summary>The controller is started anew at a random minute: baseline and evidence go through JSON, the scrape in flight is lost.</summary>
    public bool ControllerRestarts { get; init; }

    /// <summary>The canary is a pod that the history does not know.</summary>
    public bool NewPod { get; init; }

    /// <summary>Orders have values, and money is judged.</summary>
    public bool Values { get; init; }

    /// <summary>What is lost is a part of every order's value, not orders.</summary>
    public bool SmallerBaskets { get; init; }

    /// <summary>The same traffic at all hours; else a day's rhythm of 9:1, the rollout beginning at a random minute of it.</summary>
    public bool Flat { get; init; }

    /// <summary>Minutes of the rollout before the loss begins.</summary>
    public int Onset { get; init; }

    public int Minutes { get; init; } = 360;

    /// <summary>Whether the judge is told a deadline: its prior on harm is then spread over onset times.</summary>
    public bool HasDeadline { get; init; } = true;

    public int HistoryMinutes { get; init; } = 2880;
}
