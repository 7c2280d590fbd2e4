using System.Globalization;

namespace Rollout.Benchmarks.Judging;

/// <summary>A made-up file of orders in the events format: ten nodes, five days, lognormal values, in order of time.</summary>
internal static class GeneratedOrders
{
    public const int Nodes = 10;
    public static readonly DateTimeOffset FirstDay = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Span = TimeSpan.FromDays(5);

    /// <summary>The last fifth is judged.</summary>
    public static DateTimeOffset Start => FirstDay + (Span * 0.8);

    public static async Task WriteAsync(string path, int rows, CancellationToken cancellation)
    {
        var random = new Random(2026);
        await using var file = new StreamWriter(path);
        await file.WriteAsync("time,node,value\n".AsMemory(), cancellation);
        for (var row = 0; row < rows; row++)
        {
            var at = FirstDay + (Span * ((row + random.NextDouble()) / rows));
            var value = Math.Exp(3 + (1.2 * Normal(random)));
            var line = string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-ddTHH:mm:ss.fffZ},shop-{random.Next(Nodes)},{value:0.00}\n");
            await file.WriteAsync(line.AsMemory(), cancellation);
        }
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
