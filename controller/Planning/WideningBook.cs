namespace Rollout.Planning;

/// <summary>Which widenings of the revision on trial are recorded, and which of them are told: once a revision and probe, whoever restarts.</summary>
internal static class WideningBook
{
    private const int MostTold = 4;

    /// <summary>What is recorded, with what was seen since of the same trial; the first <see cref="Progress.MostWidenings"/> are kept.</summary>
    public static Progress Of(World world, Progress next)
    {
        var seen = IsOnTrial(next) && (world.Progress.CanaryRevision, world.Progress.Trial) == (next.CanaryRevision, next.Trial)
            ? world.Widenings.Where(w => !next.Widenings.Any(w.IsAt)).Take(Progress.MostWidenings - next.Widenings.Count).ToList() : [];
        return seen.Count == 0 ? next : next with { Widenings = ValueList.From(next.Widenings.Concat(seen)) };
    }

    /// <summary>One for each probe of which nothing was told of this revision yet; what else is seen of it later is in the status.</summary>
    public static IEnumerable<Happening> Told(Situation s, Progress before, Progress next) => next.Widenings
        .Where(w => before.CanaryRevision != next.CanaryRevision || before.Widenings.All(b => b.Probe != w.Probe))
        .GroupBy(w => w.Probe, StringComparer.Ordinal)
        .Select(probe => new Happening(s.Now, next.CanaryRevision, Reasons.ContractWidened,
            $"{next.CanaryRevision} answers probe {probe.Key} with what {next.StableRevision} never did: {Shown([.. probe])}; nothing fails by that",
            Reasons.SeverityOf(Reasons.ContractWidened)));

    /// <summary>A canary can have answered: not before the first stage, and not when all is over.</summary>
    private static bool IsOnTrial(Progress next) =>
        next.CanaryRevision is not null && (next.Stage is not null || (next.Before ?? next.Phase) == Phase.Promoting);

    private static string Shown(IReadOnlyList<Widening> all) =>
        string.Join("; ", all.Take(MostTold)) + (all.Count > MostTold ? $"; and {all.Count - MostTold} more" : "");
}
