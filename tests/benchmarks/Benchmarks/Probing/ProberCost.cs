using System.Globalization;

namespace Rollout.Benchmarks.Probing;

/// <summary>What probes cost one prober.</summary>
internal sealed class ProberCost(string name)
{
    private static readonly double[] Quantiles = [0.5, 0.9, 0.95, 0.99, 0.999];
    private readonly List<(int Number, double Seconds)> reported = [];
    private double[] overheads = [];
    private int probes;
    private TimeSpan processor;
    private TimeSpan kernel;
    private TimeSpan elapsed;
    private long peak;
    private int scheduled;
    private TimeSpan scheduledProcessor;

    public static string[] Heads { get; } =
        ["prober", "probes/s, one core", "CPU us/probe", "in the kernel", "overhead p50 ms", "p90 ms", "p95 ms", "p99 ms", "p99.9 ms", "peak MiB"];

    /// <summary>Of the histogram, ms.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.125, 0.25, 0.375, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8];

    /// <summary>Seconds of processor time a probe.</summary>
    public double CpuPerProbe => processor.TotalSeconds / probes;

    /// <summary>Seconds of processor time a probe, at the pace of a schedule.</summary>
    public double CpuAtScheduledPace => scheduledProcessor.TotalSeconds / scheduled;

    public void AtScheduledPace(int many, TimeSpan spent)
    {
        scheduled += many;
        scheduledProcessor += spent;
    }

    public void Saturated(int many, (TimeSpan All, TimeSpan Kernel) spent, TimeSpan took)
    {
        probes += many;
        processor += spent.All;
        kernel += spent.Kernel;
        elapsed += took;
    }

    public void Paced(IEnumerable<(int Number, double Seconds)> durations) => reported.AddRange(durations);

    /// <summary>Takes from each reported duration what nginx says that it took itself.</summary>
    public void Settle(IReadOnlyDictionary<int, double> nginx, long peakBytes)
    {
        overheads = [.. reported.Select(r => r.Seconds - nginx[r.Number]).Order()];
        peak = peakBytes;
    }

    /// <summary>Seconds.</summary>
    public double Overhead(double quantile) => overheads[(int)Math.Min(overheads.Length - 1, quantile * overheads.Length)];

    public string[] Row() =>
    [
        name, Number(probes / elapsed.TotalSeconds, "0"), Number(CpuPerProbe * 1e6, "0"), Number(kernel.TotalSeconds / probes * 1e6, "0"),
        .. Quantiles.Select(q => Number(Overhead(q) * 1e3, "0.000")), Number(peak / 1048576.0, "0"),
    ];

    /// <summary>Ours for one of theirs, column by column.</summary>
    public string[] Ratios(ProberCost theirs) =>
    [
        "ours / theirs", Number(probes / elapsed.TotalSeconds / (theirs.probes / theirs.elapsed.TotalSeconds), "0.00"), Number(CpuPerProbe / theirs.CpuPerProbe, "0.00"),
        Number(kernel.TotalSeconds / probes / (theirs.kernel.TotalSeconds / theirs.probes), "0.00"),
        .. Quantiles.Select(q => Number(Overhead(q) / theirs.Overhead(q), "0.00")), Number((double)peak / theirs.peak, "0.00"),
    ];

    /// <summary>How many of the paced probes lie up to each bound and above the one before; then the rest.</summary>
    public string[] Histogram() =>
    [
        name,
        .. Bounds.Append(double.PositiveInfinity).Select((bound, i) =>
            overheads.Count(o => o * 1e3 <= bound && (i == 0 || o * 1e3 > Bounds[i - 1])).ToString(CultureInfo.InvariantCulture)),
    ];

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
