namespace Rollout.Planning;

/// <summary>What the probes say on the canaries and on stable. Every probe of the spec counts; one without a reading is unknown, not
/// passing.</summary>
internal sealed class ProbeFacts
{
    private readonly IReadOnlyList<(string Name, ProbeState Canary, ProbeState Stable, string? Failure)> probes;

    private readonly IReadOnlySet<string> proven;

    public ProbeFacts(World world, Progress progress)
    {
        probes = [.. world.Spec.Probes.Select(p => Sum(p.Name, world, progress))];
        proven = world.ProvenProbes;
    }

    /// <summary>Fails on a canary while it passes on stable, and more than chance explains: what rolls back.</summary>
    public (string Name, string? Failure)? OnCanaryProven =>
        probes.Where(p => proven.Contains(p.Name) && IsOnCanaryOnly(p.Canary, p.Stable)).Select(p => ((string, string?)?)(p.Name, p.Failure)).FirstOrDefault();

    /// <summary>Fails on a canary while it passes on stable, proven or not yet.</summary>
    public (string Name, string? Failure)? OnCanaryOnly => First(IsOnCanaryOnly);

    /// <summary>Fails on a canary, and nobody can say that it is the canary's fault.</summary>
    public (string Name, string? Failure)? OnCanary => First((c, _) => c == ProbeState.Failing);

    public (string Name, string? Failure)? OnStable => First((_, s) => s == ProbeState.Failing);

    public (string Name, string? Failure)? UnknownOnStable => First((_, s) => s == ProbeState.Unknown);

    public (string Name, string? Failure)? UnknownAnywhere => First((c, s) => c == ProbeState.Unknown || s == ProbeState.Unknown);

    private static bool IsOnCanaryOnly(ProbeState canary, ProbeState stable) => canary == ProbeState.Failing && stable == ProbeState.Passing;

    private (string, string?)? First(Func<ProbeState, ProbeState, bool> wanted)
    {
        foreach (var (name, canary, stable, failure) in probes)
        {
            if (wanted(canary, stable))
            {
                return (name, failure);
            }
        }

        return null;
    }

    private static (string, ProbeState, ProbeState, string?) Sum(string name, World world, Progress progress)
    {
        var readings = world.Probes.Where(p => p.Name == name).ToList();
        var whole = readings.Count > 0 && readings.TrueForAll(p => p.Node is null);
        var canary = readings
            .Where(p => (whole || p.Node is { } node && progress.CanaryNodes.Contains(node)) && Counts(p, world.Now, progress)).ToList();
        var stable = readings.Where(p => p.Node is null || !progress.CanaryNodes.Contains(p.Node)).ToList();
        var failing =
            canary.FirstOrDefault(p => p.State == ProbeState.Failing) ?? stable.FirstOrDefault(p => p.State == ProbeState.Failing);

        // Asked as a customer asks, nobody knows which node answered: it says the same of both, and so can open and hold but never blame.
        return (name, whole ? OnMost(canary) : OnAll(canary, progress.CanaryNodes.Count), OnMost(stable), failing?.Failure);
    }

    /// <summary>What a node did before it was warm tells nothing about the revision on trial: most of it is the restart.</summary>
    private static bool Counts(ProbeReading reading, DateTimeOffset now, Progress progress)
    {
        var warm = progress.WarmUpUntil;
        var from = (reading.Node is { } node ? progress.WarmingNodes.Contains(node) : progress.WarmingNodes.Count > 0) ? warm ?? DateTimeOffset.MaxValue : warm <= now ? warm.Value
            : DateTimeOffset.MinValue;
        return reading.LastRun >= from;
    }

    /// <summary>One failing canary is enough to fail; only all of them passing is passing.</summary>
    private static ProbeState OnAll(List<ProbeReading> readings, int nodes) =>
        readings.Any(p => p.State == ProbeState.Failing) ? ProbeState.Failing
        : nodes > 0 && readings.Count(p => p.State == ProbeState.Passing) == nodes ? ProbeState.Passing
        : ProbeState.Unknown;

    /// <summary>One broken host among many must neither stop all releases nor excuse a broken canary: the majority of those
    /// known.</summary>
    private static ProbeState OnMost(List<ProbeReading> readings)
    {
        var passing = readings.Count(p => p.State == ProbeState.Passing);
        var failing = readings.Count(p => p.State == ProbeState.Failing);
        return passing > failing ? ProbeState.Passing : failing > 0 ? ProbeState.Failing : ProbeState.Unknown;
    }
}
