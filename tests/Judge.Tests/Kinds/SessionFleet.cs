namespace Rollout.Judge.Tests;

/// <summary>
/// Nodes that are assigned sessions, some of which buy after a while. The balancer's weights wander from hour to hour; visits
/// last a few minutes.
/// </summary>
internal sealed class SessionFleet(int seed)
{
    public const string Canary = "n0";

    private const double Buying = .2;

    private readonly Draws draws = new(seed);
    private readonly Dictionary<string, double> weights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double[]> coming = new(StringComparer.Ordinal);
    private int minute;

    public IReadOnlyList<string> Nodes { get; } = [.. Enumerable.Range(0, 8).Select(i => "n" + i)];

    /// <summary>Minutes that a visit lasts on average; 0: it buys in the minute that it comes.</summary>
    public double Visit { get; init; } = 5;

    /// <summary>How unevenly the balancer shares out, standard deviation of the log weight, drawn anew each half hour.</summary>
    public double Unevenness { get; init; } = .4;

    /// <summary>What the canary's weight is multiplied with.</summary>
    public double CanaryWeight { get; set; } = 1;

    /// <summary>Part of its buyers that the canary loses.</summary>
    public double Loss { get; set; }

    /// <summary>Errors a session.</summary>
    public double ErrorRate { get; set; } = .05;

    public double CanaryErrors { get; set; } = 1;

    public FleetHistory History(int minutes, bool ratio = false) =>
        new() { BucketLength = SimulatedFleet.Minute, Buckets = [.. Enumerable.Range(0, minutes).Select(_ => Next(ratio))] };

    /// <summary>Orders with the sessions assigned; of a ratio errors with requests.</summary>
    public FleetBucket Next(bool ratio = false)
    {
        if (minute % 30 == 0)
        {
            foreach (var node in Nodes)
            {
                weights[node] = Math.Exp(Unevenness * draws.Normal());
            }
        }

        var bucket = new FleetBucket(SimulatedFleet.Begin + (minute * SimulatedFleet.Minute), SimulatedFleet.Minute,
            Nodes.ToDictionary(n => n, n => Node(n, ratio), StringComparer.Ordinal));
        minute++;
        return bucket;
    }

    private Measure Node(string node, bool ratio)
    {
        var canary = node == Canary;
        var sessions = draws.Poisson(100 * weights[node] * (canary ? CanaryWeight : 1));
        if (ratio)
        {
            return new Measure { Count = draws.Poisson(sessions * ErrorRate * (canary ? CanaryErrors : 1)), Traffic = sessions };
        }

        // Exponential visits, minute by minute: a part of the waiting buyers comes through, the others wait on.
        var waiting = coming.TryGetValue(node, out var known) ? known : coming[node] = new double[1];
        waiting[0] += sessions * Buying * (canary ? 1 - Loss : 1);
        var now = Visit > 0 ? 1 - Math.Exp(-1 / Visit) : 1;
        var bought = waiting[0] * now;
        waiting[0] -= bought;
        return new Measure { Count = draws.Poisson(bought), Traffic = sessions };
    }
}
