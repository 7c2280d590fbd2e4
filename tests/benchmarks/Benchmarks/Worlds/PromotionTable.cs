namespace Rollout.Benchmarks.Worlds;

/// <summary>False promotions: the loss is the tolerance (10 %) and twice it; nothing is rolled back on the way.</summary>
internal static class PromotionTable
{
    public static IReadOnlyList<World> Worlds { get; } =
    [
        KnownWorlds.Clean, KnownWorlds.Few, KnownWorlds.Drifting,
        new("node drift 5 %, 200") { Effect = NodeEffect.Drift, Orders = 200 },
        new("Ornstein-Uhlenbeck 5 %, an hour, 20") { Effect = NodeEffect.Wandering },
        new("bursts, phi = 3, 20") { Clump = 3 },
        new("orders and revenue, 20") { Values = true },
    ];

    public static (string[] Cells, Rate AtTolerance, Rate AtTwice) Row(World world, BenchSize size, int seed)
    {
        var runs = world.Values ? size.Promotions / 5 : size.Promotions;
        Rate At(double loss) => Rate.Where(WorldRuns.Play(world, loss, RunMode.Promotion, seed, runs, []), r => r.Promoted is not null);
        var (once, twice) = (At(0.1), At(0.2));
        return ([world.Name, once.ToString(), once.Bounds, twice.ToString(), twice.Bounds], once, twice);
    }
}
