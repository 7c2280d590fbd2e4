using System.Globalization;

namespace Rollout.Benchmarks.Http;

/// <summary>
/// The HTTP API under many readers: 200 that ask for the status without a pause, alone and beside 1,000 open event streams. Readers and
/// controller share the machine, so that every figure is an upper bound of what the controller takes.
/// </summary>
internal static class HttpBenchmark
{
    private const string Status = "api/v1/rollouts/default/shop";

    public static async Task<int> RunAsync(bool quick, CancellationToken cancellation)
    {
        var (readers, streams, time) = quick ? (50, 100, TimeSpan.FromSeconds(3)) : (200, 1_000, TimeSpan.FromSeconds(15));
        await using var nodes = await CountingNodes.StartAsync(cancellation);
        await using var controller = await BenchedController.StartAsync(nodes.Ports, cancellation);
        var rows = new List<string[]> { new[] { "", "answers/s", "p50 ms", "p99 ms", "most ms", "events/s", "controller us an answer", "resident MiB" } };
        var status = new Uri(controller.Address, Status);
        await StatusReaders.ReadAsync(status, readers, time / 5, cancellation);
        await MeasureAsync(string.Create(CultureInfo.InvariantCulture, $"{readers} readers"), null);
        await using var events = new EventReaders();
        await events.OpenAsync(new Uri(controller.Address, $"{Status}/events"), streams, cancellation);
        await MeasureAsync(string.Create(CultureInfo.InvariantCulture, $"{readers} readers, {events.Open:#,0} streams"), events);
        await IdleAsync(string.Create(CultureInfo.InvariantCulture, $"{events.Open:#,0} streams alone"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the API on {Environment.ProcessorCount} cores that its readers share; {time.TotalSeconds:0} s a row"));
        Table.Print(rows);
        return 0;

        async Task MeasureAsync(string name, EventReaders? open)
        {
            var (processor, before) = (controller.Processor(), open?.Events ?? 0);
            var taken = await StatusReaders.ReadAsync(status, readers, time, cancellation);
            var spent = controller.Processor() - processor;
            Add(name, taken.Length / time.TotalSeconds, taken, ((open?.Events ?? 0) - before) / time.TotalSeconds, spent.TotalMicroseconds / taken.Length);
        }

        async Task IdleAsync(string name)
        {
            var (processor, before) = (controller.Processor(), events.Events);
            await Task.Delay(time, TimeProvider.System, cancellation);
            var cores = (controller.Processor() - processor) / time;
            Add(string.Create(CultureInfo.InvariantCulture, $"{name} ({100 * cores:0} % of a core)"), 0, [], (events.Events - before) / time.TotalSeconds, 0);
        }

        void Add(string name, double rate, double[] taken, double events, double each) => rows.Add(
        [
            name, Number(rate, "#,0"), taken is [] ? "-" : Number(Quantile(taken, 0.5), "0.0"), taken is [] ? "-" : Number(Quantile(taken, 0.99), "0.0"),
            taken is [] ? "-" : Number(taken[^1], "0"), Number(events, "#,0"), taken is [] ? "-" : Number(each, "0"), Number(controller.Resident() / 1048576.0, "0"),
        ]);
    }

    private static double Quantile(double[] sorted, double part) => sorted[(int)Math.Min(sorted.Length - 1, part * sorted.Length)];

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
