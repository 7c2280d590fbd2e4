using Rollout.Probes.Schedule;

namespace Rollout.Probes.Exposition;

/// <summary>
/// What probes did, for Prometheus: <c>staggered_probe_*</c>. Durations are histograms by phase alone: by probe and target ten thousand
/// of them would be a million series. Safe to use from many threads.
/// </summary>
public sealed class ProbeMetrics
{
    private static readonly MetricFamily Problems = new("staggered_probe_file_problems", "gauge", "What is wrong with the probes' files; while it is not 0, those of before run on.");
    private static readonly MetricFamily Success = new("staggered_probe_success", "gauge", "Whether the last run passed (1) or failed (0); absent before the first.");
    private static readonly MetricFamily Durations = new("staggered_probe_duration_seconds", "histogram", "Where the time of runs went.");
    private static readonly MetricFamily Runs = new("staggered_probe_runs_total", "counter", "Runs by how they ended; trouble is a fault of the prober, not of the target.");
    private static readonly MetricFamily Overdue = new("staggered_probe_overdue_total", "counter", "Runs that fell due while the one before was still going on; not made up for.");

    private static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Tally> tallies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Histogram> phases = new(StringComparer.Ordinal);

    public void Ran(ProbeAssignment assignment, ProbeResult result, int overdue)
    {
        lock (gate)
        {
            var tally = Of_NeedsLock(assignment.Probe);
            tally.Passed += result.Passed ? 1 : 0;
            tally.Failed += result.Passed ? 0 : 1;
            tally.Overdue += overdue;
            Phase_NeedsLock("total").Add(result.Duration.TotalSeconds);
            foreach (var (phase, took) in PhaseSums.Named(result.Steps))
            {
                Phase_NeedsLock(phase).Add(took.TotalSeconds);
            }
        }
    }

    public void Troubled(ProbeAssignment assignment)
    {
        lock (gate)
        {
            Of_NeedsLock(assignment.Probe).Troubled++;
        }
    }

    /// <summary>In the text format.</summary>
    /// <param name="standings">How every probe stands on every target now.</param>
    /// <param name="problems">How many things are wrong with the probes' files as they are now.</param>
    public string Write(IReadOnlyList<ProbeStanding> standings, int problems = 0)
    {
        using var text = new ExpositionText();
        text.Gauge(Problems, problems);
        text.Family(Success);
        foreach (var standing in standings.Where(s => s.LastRun is not null))
        {
            text.Sample(Success, standing.Failure is null ? 1 : 0, ("probe", standing.Probe), ("target", standing.Node));
        }

        lock (gate)
        {
            Durations_NeedsLock(text);
            Counts_NeedsLock(text);
        }

        return text.ToString();
    }

    private void Durations_NeedsLock(ExpositionText text)
    {
        text.Family(Durations);
        foreach (var (phase, histogram) in phases)
        {
            for (var i = 0; i < Bounds.Length; i++)
            {
                text.Sample(Durations, "_bucket"u8, histogram.UpTo(i), ("phase", phase), ("le", ExpositionText.Number(Bounds[i])));
            }

            text.Sample(Durations, "_bucket"u8, histogram.Count, ("phase", phase), ("le", "+Inf"));
            text.Sample(Durations, "_sum"u8, histogram.Sum, ("phase", phase));
            text.Sample(Durations, "_count"u8, histogram.Count, ("phase", phase));
        }
    }

    private void Counts_NeedsLock(ExpositionText text)
    {
        text.Family(Runs);
        foreach (var (probe, tally) in tallies)
        {
            text.Sample(Runs, tally.Passed, ("probe", probe), ("result", "passed"));
            text.Sample(Runs, tally.Failed, ("probe", probe), ("result", "failed"));
            text.Sample(Runs, tally.Troubled, ("probe", probe), ("result", "trouble"));
        }

        text.Family(Overdue);
        foreach (var (probe, tally) in tallies)
        {
            text.Sample(Overdue, tally.Overdue, ("probe", probe));
        }
    }

    private Tally Of_NeedsLock(string probe)
    {
        if (!tallies.TryGetValue(probe, out var tally))
        {
            tallies[probe] = tally = new Tally();
        }

        return tally;
    }

    private Histogram Phase_NeedsLock(string name)
    {
        if (!phases.TryGetValue(name, out var histogram))
        {
            phases[name] = histogram = new Histogram();
        }

        return histogram;
    }

    private sealed class Tally
    {
        public long Passed { get; set; }

        public long Failed { get; set; }

        public long Troubled { get; set; }

        public long Overdue { get; set; }
    }

    private sealed class Histogram
    {
        private readonly long[] counts = new long[Bounds.Length];

        public long Count { get; private set; }

        public double Sum { get; private set; }

        public void Add(double seconds)
        {
            Count++;
            Sum += seconds;
            if (Array.FindIndex(Bounds, b => seconds <= b) is >= 0 and var bucket)
            {
                counts[bucket]++;
            }
        }

        public long UpTo(int bound) => counts.Take(bound + 1).Sum();
    }
}
