namespace Rollout.Benchmarks.Worlds;

/// <summary>What was found in one world.</summary>
internal sealed record WorldRow(World World, Rate? FalseRollbacks, Rate? Promoted, IReadOnlyList<RunOutcome[]> ByLoss)
{
    public static readonly double[] Losses = [0.05, 0.1, 0.2, 0.5];

    public static WorldRow Play(World world, BenchSize size, int seed)
    {
        RunOutcome[]? nothingLost = KnownWorlds.HasOwnFalseRollbacks(world)
            ? WorldRuns.Play(world, 0, RunMode.Both, seed, world.Values ? size.FalseRollbacksWithValues : size.FalseRollbacks, [])
            : null;
        return new WorldRow(
            world,
            nothingLost is null ? null : Rate.Where(nothingLost, r => r.RolledBack is not null),
            nothingLost is null ? null : Rate.Where(nothingLost, r => r.Promoted is not null),
            [.. Losses.Select(loss => WorldRuns.Play(world, loss, RunMode.Harm, seed, size.Power, []))]);
    }

    public string[] Cells() =>
    [
        World.Name,
        FalseRollbacks is { } rate ? rate.ToString() : "-",
        FalseRollbacks?.Bounds ?? "-",
        Promoted?.Percent ?? "-",
        .. ByLoss.Select(Cell),
    ];

    /// <summary>Ours and the oracle's: part rolled back (minute by which half were, from the loss's beginning).</summary>
    private string Cell(RunOutcome[] runs)
    {
        string One(Func<RunOutcome, int?> of) =>
            $"{Rate.Where(runs, r => of(r) is not null).Percent} ({Delay.Text(Delay.Median([.. runs.Select(of)]) - World.Onset)})";
        return $"{One(r => r.RolledBack)}; {One(r => r.Oracle)}";
    }
}
