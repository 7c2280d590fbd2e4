namespace Rollout.Benchmarks.Worlds;

/// <summary>The worlds of judge/README.md 5.1, and those of which other goals speak.</summary>
internal static class KnownWorlds
{
    public static readonly World Clean = new("clean, 20 orders a minute and node");
    public static readonly World Few = new("clean, 2") { Orders = 2 };
    public static readonly World Drifting = new("node drift 5 %, 20") { Effect = NodeEffect.Drift };

    public static IReadOnlyList<World> All { get; } =
    [
        Clean,
        Few,
        new("clean, 200") { Orders = 200 },
        Drifting,
        new("node drift 5 %, 200") { Effect = NodeEffect.Drift, Orders = 200 },
        new("node drift 5 %, 2,000") { Effect = NodeEffect.Drift, Orders = 2000 },
        new("Ornstein-Uhlenbeck 5 %, an hour, 20") { Effect = NodeEffect.Wandering },
        new("bursts, phi = 3, 20") { Clump = 3 },
        new("2 % of scrapes missing, 20") { Trouble = ScrapeTrouble.Missing },
        new("counter resets, 20") { Trouble = ScrapeTrouble.Resets },
        new("controller restarted, 20") { ControllerRestarts = true },
        new("new pod, equal nodes, 20") { NewPod = true },
        new("new pod, nodes differ by 5 %, 20") { NewPod = true, Effect = NodeEffect.Level },
        new("orders and revenue, 20") { Values = true },
        new("loss begins after 3 h, 20") { Onset = 180 },
    ];

    /// <summary>The first world whose rates come from other runs than <see cref="Clean"/>'s only where something is lost.</summary>
    public static bool HasOwnFalseRollbacks(World world) => world.Onset == 0;

    /// <summary>Traffic at which an oracle needs two hours on average to find the loss in orders (Wald's bound, judge/README.md 4, ten nodes).</summary>
    public static double OrdersFor(double loss)
    {
        const double Share = 1.0 / World.Nodes;
        var changed = Share * (1 - loss) / (1 - (Share * loss));
        var information = ((changed * Math.Log(changed / Share)) + ((1 - changed) * Math.Log((1 - changed) / (1 - Share)))) * (1 - (Share * loss)) / Share;
        return Math.Log(100) / information / 120;
    }
}
