using System.Globalization;

namespace Rollout.Metrics.Prometheus;

/// <summary>One question. Two that are equal have one answer, so they are asked once.</summary>
/// <param name="Text">PromQL.</param>
/// <param name="At">The time that it is asked for; of a range, its end.</param>
/// <param name="Start">Null: at one time.</param>
/// <param name="Step">Of a range.</param>
public sealed record PrometheusQuery(string Text, DateTimeOffset At, DateTimeOffset? Start = null, TimeSpan? Step = null)
{
    public string Call => Start is null ? "query" : "query_range";

    /// <summary>
    /// The parameters of the call. Thanos answers with what it has when a store is away, unless it is told not to; others do not read
    /// what they do not know.
    /// </summary>
    public IEnumerable<KeyValuePair<string, string>> Parameters(TimeSpan timeout)
    {
        yield return new("query", Text);
        if (Start is { } start)
        {
            yield return new("start", Seconds(start));
            yield return new("end", Seconds(At));
            yield return new("step", (Step ?? TimeSpan.FromMinutes(1)).TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            yield return new("time", Seconds(At));
        }

        yield return new("timeout", string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)timeout.TotalMilliseconds)}ms"));
        yield return new("partial_response", "false");
        yield return new("dedup", "true");
    }

    private static string Seconds(DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000}.{milliseconds % 1000:000}");
    }
}
