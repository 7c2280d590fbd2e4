using System.Diagnostics.Metrics;

namespace Rollout.Telemetry;

/// <summary>
/// The rollouts that have gauges of their own. Together they stay within a bound of series an instrument, for a page is held whole and a Prometheus takes
/// only so much of one; and the SDK, for OTLP, lays all that are above its bound on top of each other in one series, whose value then is anybody's. Who is
/// left out is counted. Safe for many threads.
/// </summary>
/// <param name="mostSeries">That all of them together may have in one instrument.</param>
internal sealed class ShownRollouts(int mostSeries)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string, string), RolloutReading> all = [];
    private readonly HashSet<(string, string)> counted = [];
    private IReadOnlyList<RolloutReading>? chosen;

    /// <summary>How many have no gauges for want of series.</summary>
    public int LeftOut
    {
        get
        {
            lock (gate)
            {
                return all.Count - Chosen_NeedsLock().Count;
            }
        }
    }

    /// <summary>
    /// Takes in how a rollout stands. Whether its counters are to begin now, at 0: at its first showing, so that the first count is an increase; but where
    /// half of the series are taken, not before it is on trial.
    /// </summary>
    /// <param name="rollout">How it stands.</param>
    /// <param name="counters">Series that its counters have.</param>
    public bool Put(RolloutReading rollout, int counters)
    {
        lock (gate)
        {
            all[(rollout.Namespace, rollout.Name)] = rollout;
            chosen = null;
            return (!rollout.IsAtRest || (counted.Count + 1) * counters <= mostSeries / 2) && counted.Add((rollout.Namespace, rollout.Name));
        }
    }

    public void Remove(string space, string name)
    {
        lock (gate)
        {
            all.Remove((space, name));
            chosen = null;
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            all.Clear();
            chosen = null;
        }
    }

    public List<Measurement<double>> Each(Func<RolloutReading, IEnumerable<Measurement<double>>> measure)
    {
        IReadOnlyList<RolloutReading> shown;
        lock (gate)
        {
            shown = Chosen_NeedsLock();
        }

        return shown.SelectMany(measure).ToList();
    }

    private IReadOnlyList<RolloutReading> Chosen_NeedsLock() => chosen ??= Choose([.. all.Values], mostSeries);

    /// <summary>
    /// As many as there are series for: first those that are not at rest, then the others, by name, so that the same ones are shown from scrape to
    /// scrape. Pure.
    /// </summary>
    internal static IReadOnlyList<RolloutReading> Choose(IReadOnlyList<RolloutReading> rollouts, int mostSeries)
    {
        if (rollouts.Sum(Series) <= mostSeries)
        {
            return rollouts;
        }

        var left = mostSeries;
        return
        [
            .. rollouts.OrderBy(r => r.IsAtRest).ThenBy(r => r.Namespace, StringComparer.Ordinal).ThenBy(r => r.Name, StringComparer.Ordinal)
                .TakeWhile(r => (left -= Series(r)) >= 0),
        ];
    }

    /// <summary>Of the instrument that has the most for it.</summary>
    private static int Series(RolloutReading rollout) =>
        Math.Max(Math.Max(rollout.Phases.Count, rollout.HoldCauses.Count), 2 * Math.Max(rollout.Metrics.Count, rollout.Probes.Count));
}
