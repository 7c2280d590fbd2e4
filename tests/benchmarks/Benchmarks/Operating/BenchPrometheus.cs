using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollout.Benchmarks.Operating;

/// <summary>Answers instant queries of raw samples: whatever pod is asked for has sold a hundred orders a second since the epoch. It has no past.</summary>
internal sealed partial class BenchPrometheus : IAsyncDisposable
{
    private const double Rate = 100;
    private const string Nothing = """{"status":"success","data":{"resultType":"matrix","result":[]}}""";
    private readonly WebApplication app;
    private readonly Func<string, IEnumerable<string>> podsOf;
    private int asked;

    private BenchPrometheus(WebApplication app, Func<string, IEnumerable<string>> podsOf)
    {
        (this.app, this.podsOf) = (app, podsOf);
        app.Map("/api/v1/{call}", AnswerAsync);
    }

    public Uri Address => new(app.Urls.First());

    public int Asked => asked;

    /// <param name="podsOf">Names of a workload's pods.</param>
    public static async Task<BenchPrometheus> StartAsync(Func<string, IEnumerable<string>> podsOf)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var made = new BenchPrometheus(builder.Build(), podsOf);
        await made.app.StartAsync();
        return made;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http, string call)
    {
        Interlocked.Increment(ref asked);
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
        string Parameter(string name) => (string?)http.Request.Query[name] ?? (string?)form?[name] ?? "";
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(call == "query" ? Answer(Parameter("query"), Parameter("time")) : Nothing, http.RequestAborted);
    }

    private string Answer(string query, string time)
    {
        var asks = Question().Match(query);
        var (name, span) = (asks.Groups["name"].Value, int.Parse(asks.Groups["span"].Value, CultureInfo.InvariantCulture));
        var pods = asks.Groups["pods"] is { Success: true } named ? named.Value.Split('|') : podsOf(asks.Groups["app"].Value);
        var until = (long)double.Parse(time, CultureInfo.InvariantCulture);
        var text = new StringBuilder("""{"status":"success","data":{"resultType":"matrix","result":[""");
        text.AppendJoin(',', pods.Select(pod => Series(name, pod.Replace("\\\\", "", StringComparison.Ordinal), until, span)));
        return text.Append("]}}").ToString();
    }

    /// <summary>Scraped four times a bucket.</summary>
    private static string Series(string name, string pod, long until, int span)
    {
        var step = Math.Max(1, span / 8);
        var points = Enumerable.Range(0, span / step).Select(i => until - (i * step)).Reverse().Select(at => string.Create(CultureInfo.InvariantCulture, $"[{at},\"{Value(name, at)}\"]"));
        return $$"""{"metric":{"__name__":"{{name}}","job":"shop","instance":"{{pod}}","pod":"{{pod}}"},"values":[{{string.Join(',', points)}}]}""";
    }

    private static double Value(string name, long at) => name switch { "up" => 1, "process_start_time_seconds" => 1e9, _ => (at - 1_700_000_000) * Rate };

    [GeneratedRegex("""^(?<name>\w+)\{(?:pod=~"(?<pods>[^"]*)"|app="(?<app>[^"]*)")\}\[(?<span>\d+)s\]$""", RegexOptions.None, 5000)]
    private static partial Regex Question();
}
