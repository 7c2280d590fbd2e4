using System.Globalization;

namespace Rollout.Benchmarks.Probing;

/// <summary>What probes cost one prober.</summary>
internal sealed class ProberCost(string name)
{
    private readonly List<(int Number, double Seconds)> reported = [];
    private double[] overheads = [];
    private int probes;
    private TimeSpan processor;
    private TimeSpan elapsed;
    private long peak;

    public static string[] Heads { get; } = ["prober", "probes/s, one core", "CPU us/probe", "overhead p50 ms", "p99 ms", "peak MiB"];

    /// <summary>Seconds of processor time a probe.</summary>
    public double CpuPerProbe => processor.TotalSeconds / probes;

    public void Saturated(int many, TimeSpan spent, TimeSpan took)
    {
        probes += many;
        processor += spent;
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
        name, Number(probes / elapsed.TotalSeconds, "0"), Number(CpuPerProbe * 1e6, "0"), Number(Overhead(0.5) * 1e3, "0.000"),
        Number(Overhead(0.99) * 1e3, "0.000"), Number(peak / 1048576.0, "0"),
    ];

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
