using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollout.FakeKubernetes;

namespace Rollout.Operator.Tests;

/// <summary>
/// Answers Prometheus' HTTP API with what the pods of our own API server would have sold: a hundred orders a second each, of which a template's
/// annotation says what part is kept, as if scraped every half a second. It has no past from before it was started.
/// </summary>
internal sealed partial class MadeUpSales : IAsyncDisposable
{
    public const string Orders = "shop_orders_total";

    /// <summary>On a pod's template: the part of its orders that it keeps.</summary>
    public const string Earns = "shop/earns";

    private const double Rate = 100;
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(500);
    private readonly Lock gate = new();
    private readonly Dictionary<string, Pod> pods = new(StringComparer.Ordinal);
    private readonly WebApplication app;
    private readonly FakeKubernetesServer server;

    private MadeUpSales(WebApplication app, FakeKubernetesServer server)
    {
        (this.app, this.server) = (app, server);
        app.Map("/api/v1/query", AnswerAsync);
        app.Map("/api/v1/query_range", http => WriteAsync(http, []));
    }

    public Uri Address => new(app.Urls.First());

    public static async Task<MadeUpSales> StartAsync(FakeKubernetesServer server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var made = new MadeUpSales(builder.Build(), server);
        await made.app.StartAsync();
        return made;
    }

    /// <summary>What all pods together sold in a span.</summary>
    public double Sold(DateTimeOffset from, DateTimeOffset until)
    {
        lock (gate)
        {
            return pods.Values.Sum(pod => pod.Total(Tick(until)) - pod.Total(Tick(from)));
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
        string Parameter(string name) => (string?)http.Request.Query[name] ?? (string?)form?[name] ?? "";
        var asks = Question().Match(Parameter("query"));
        var until = DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(Parameter("time"), CultureInfo.InvariantCulture));
        var span = TimeSpan.FromSeconds(double.Parse(asks.Groups["span"].Value, CultureInfo.InvariantCulture));
        var named = asks.Groups["pods"] is { Success: true } list ? list.Value.Replace("\\", "", StringComparison.Ordinal).Split('|') : null;
        lock (gate)
        {
            Look();
            var series = pods.Values.Where(pod => named?.Contains(pod.Name, StringComparer.Ordinal) != false)
                .Select(pod => Series(pod, asks.Groups["name"].Value, Tick(until - span) + 1, Tick(until))).OfType<JsonNode>().ToArray();
            http.Items["series"] = new JsonArray(series);
        }

        await WriteAsync(http, (JsonArray)http.Items["series"]!);
    }

    /// <summary>A pod sells from when it is first seen ready until it is not any more.</summary>
    private void Look()
    {
        var now = Tick(TimeProvider.System.GetUtcNow());
        var ready = server.Snapshot("pods").Where(p => p["metadata"]!["deletionTimestamp"] is null
            && p["status"]?["conditions"]?.AsArray().Any(c => (string?)c!["type"] == "Ready" && (string?)c["status"] == "True") == true).ToDictionary(p => (string)p["metadata"]!["uid"]!, StringComparer.Ordinal);
        foreach (var (uid, pod) in ready.Where(p => !pods.ContainsKey(p.Key)))
        {
            var earns = (string?)pod["metadata"]!["annotations"]?[Earns] is { } part ? double.Parse(part, CultureInfo.InvariantCulture) : 1;
            pods[uid] = new Pod((string)pod["metadata"]!["name"]!, earns, now);
        }

        foreach (var gone in pods.Where(p => !ready.ContainsKey(p.Key)).Select(p => p.Value))
        {
            gone.Over ??= now;
        }
    }

    private static JsonObject? Series(Pod pod, string name, long from, long until)
    {
        var points = new JsonArray();
        for (var tick = Math.Max(from, pod.First); tick <= Math.Min(until, pod.Over ?? long.MaxValue); tick++)
        {
            var value = name switch { "up" => 1, "process_start_time_seconds" => pod.First * Spacing.TotalSeconds, _ => pod.Total(tick) };
            points.Add(new JsonArray(tick * Spacing.TotalSeconds, value.ToString(CultureInfo.InvariantCulture)));
        }

        return points.Count == 0 ? null : new JsonObject
        {
            ["metric"] = new JsonObject { ["__name__"] = name, ["job"] = "shop", ["instance"] = pod.Name, ["pod"] = pod.Name }, ["values"] = points,
        };
    }

    private static long Tick(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / Spacing.Ticks;

    private static Task WriteAsync(HttpContext http, JsonArray series)
    {
        http.Response.ContentType = "application/json";
        var answer = new JsonObject { ["status"] = "success", ["data"] = new JsonObject { ["resultType"] = "matrix", ["result"] = series } };
        return http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
    }

    [GeneratedRegex("""^(?<name>\w+)(?:\{pod=~"(?<pods>[^"]*)"\})?\[(?<span>\d+)s\]$""", RegexOptions.None, 5000)]
    private static partial Regex Question();

    private sealed class Pod(string name, double earns, long first)
    {
        public string Name => name;

        public long First => first;

        public long? Over { get; set; }

        public double Total(long tick) => Math.Floor(Rate * earns * Spacing.TotalSeconds * Math.Max(0, Math.Min(tick, Over ?? long.MaxValue) - first));
    }
}
