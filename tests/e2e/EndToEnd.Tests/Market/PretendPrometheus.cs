using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Rollout.EndToEnd.Tests.Market;

/// <summary>
/// Answers Prometheus' HTTP API with counters that are made up for the pods of a namespace, as if each had been scraped twice a bucket: so
/// that a suite runs where pods sell nothing and have no address that could be reached.
/// </summary>
internal sealed class PretendPrometheus : IAsyncDisposable
{
    /// <summary>The counter.</summary>
    public const string Orders = "shop_orders_total";

    private readonly WebApplication app;
    private readonly PodBook book;
    private int asked;

    private PretendPrometheus(WebApplication app, PodBook book)
    {
        (this.app, this.book) = (app, book);
        app.Map("/api/v1/{call}", AnswerAsync);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Questions so far.</summary>
    public int Asked => asked;

    public static async Task<PretendPrometheus> StartAsync(PodBook book)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var made = new PretendPrometheus(builder.Build(), book);
        await made.app.StartAsync();
        made.Address = new Uri(made.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return made;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http, string call)
    {
        Interlocked.Increment(ref asked);
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
        string Parameter(string name) => (string?)http.Request.Query[name] ?? (string?)form?[name] ?? throw new FormatException($"{name} is missing");
        JsonObject answer;
        try
        {
            var question = PromQuestion.Of(Parameter("query"));
            answer = Success(call switch
            {
                "query" when !question.Newest => At(question, Time(Parameter("time"))),
                "query_range" when question.Newest => Over(
                    question, Time(Parameter("start")), Time(Parameter("end")), TimeSpan.FromSeconds(double.Parse(Parameter("step"), CultureInfo.InvariantCulture))),
                _ => throw new FormatException($"{call} is not served here"),
            });
        }
        catch (FormatException wrong)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            answer = new JsonObject { ["status"] = "error", ["errorType"] = "bad_data", ["error"] = wrong.Message };
        }

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
    }

    private JsonArray At(PromQuestion question, DateTimeOffset time) => Series(question, pod => pod.Scrapes(time - question.Span, time));

    private JsonArray Over(PromQuestion question, DateTimeOffset start, DateTimeOffset end, TimeSpan step)
    {
        IEnumerable<(DateTimeOffset At, double Total)> Steps(KnownPod pod)
        {
            // Nothing of it is older than the pod: days before it need not be walked through.
            var skipped = Math.Max(0, Math.Floor((pod.Ready - start) / step));
            for (var at = start + (skipped * step); at <= end; at += step)
            {
                foreach (var newest in pod.Scrapes(at - question.Span, at).TakeLast(1))
                {
                    yield return (at, newest.Total);
                }
            }
        }

        return Series(question, Steps);
    }

    private JsonArray Series(PromQuestion question, Func<KnownPod, IEnumerable<(DateTimeOffset At, double Total)>> points) => book.Read(pods =>
    {
        var series = new JsonArray();
        foreach (var pod in pods)
        {
            var labels = Labels(question.Name, pod);
            var values = Value(question.Name, pod) is { } value && question.Accepts(labels)
                ? points(pod).Select(p => Point(p.At, value(p.Total))).ToList() : [];
            if (values.Count > 0)
            {
                series.Add(new JsonObject
                {
                    ["metric"] = new JsonObject(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))),
                    ["values"] = new JsonArray([.. values]),
                });
            }
        }

        return series;
    });

    /// <summary>Null: no such series.</summary>
    private static Func<double, double>? Value(string name, KnownPod pod) => name switch
    {
        Orders => total => total,
        "up" => _ => 1,
        "process_start_time_seconds" => _ => pod.Ready.ToUnixTimeSeconds(),
        _ => null,
    };

    private static Dictionary<string, string> Labels(string name, KnownPod pod) => new(StringComparer.Ordinal)
    {
        ["__name__"] = name, ["job"] = "shop", ["instance"] = pod.Name, ["namespace"] = pod.Namespace, ["pod"] = pod.Name,
    };

    private static JsonNode Point(DateTimeOffset at, double value) =>
        new JsonArray(at.ToUnixTimeMilliseconds() / 1000.0, value.ToString(CultureInfo.InvariantCulture));

    private static JsonObject Success(JsonArray result) => new()
    {
        ["status"] = "success",
        ["data"] = new JsonObject { ["resultType"] = "matrix", ["result"] = result },
    };

    private static DateTimeOffset Time(string seconds) => DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
}
