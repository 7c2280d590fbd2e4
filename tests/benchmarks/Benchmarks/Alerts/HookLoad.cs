using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Rollout.Server.Hooks;
using Rollout.Server.Http;

namespace Rollout.Benchmarks.Alerts;

/// <summary>One delivery of 1,000 alerts over the hook, where 10,000 rollouts ask for those of their own service.</summary>
internal static class HookLoad
{
    private const string Secret = "0123456789abcdef";
    private const int Alerts = 1000;

    public static async Task RunAsync(bool quick, CancellationToken cancellation)
    {
        var (rollouts, posts) = quick ? (1_000, 5) : (10_000, 30);
        var rows = new List<string[]> { new[] { "policies of the rollouts", "rollouts", "concerned", "p50 ms", "most ms", "alert by alert ms" } };
        foreach (var (what, matchers) in new (string, Func<int, string[]>)[]
        {
            ("a service of its own, severity by expression", i => [Own(i), "severity=~\"page|critical\""]),
            ("an expression of its own", i => [string.Create(CultureInfo.InvariantCulture, $"service=~\"shop-{i}(-.*)?\"")]),
            ("one that fits nothing", _ => ["team=\"nobody\""]),
        })
        {
            rows.Add(await OneAsync(what, [.. Enumerable.Range(0, rollouts).Select(i => new AskingRollout($"shop-{i}", matchers(i)))], posts, cancellation));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one delivery of {Alerts:#,0} alerts, of the first 100 services, {posts} times, over HTTP"));
        Table.Print(rows);
    }

    private static string Own(int rollout) => string.Create(CultureInfo.InvariantCulture, $"service=\"shop-{rollout}\"");

    private static async Task<string[]> OneAsync(string what, IReadOnlyList<AskingRollout> rollouts, int posts, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapHooks(new ListedRollouts(rollouts), null, new HookSecret(Secret), NullLogger.Instance, TimeProvider.System);
        await app.StartAsync(cancellation);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        var body = Encoding.UTF8.GetBytes(Body());
        var concerned = 0;
        var taken = new List<double>();
        for (var post = 0; post < posts; post++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            using var answer = await http.PostAsync(new Uri("/hooks/alertmanager", UriKind.Relative), new ByteArrayContent(body), cancellation);
            answer.EnsureSuccessStatusCode();
            using var said = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
            taken.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
            concerned = said.RootElement.GetProperty("rollouts").GetArrayLength();
        }

        taken.Sort();
        return [what, rollouts.Count.ToString("#,0", CultureInfo.InvariantCulture), concerned.ToString(CultureInfo.InvariantCulture), Text(taken[taken.Count / 2]), Text(taken[^1]), Text(Plain(rollouts, body))];
    }

    /// <summary>The same without remembering anything: every rollout holds every alert against its matchers, which are read already.</summary>
    private static double Plain(IReadOnlyList<AskingRollout> rollouts, byte[] body)
    {
        var alerts = HookPayload.Parse(body, HookSource.Alertmanager, TimeProvider.System.GetUtcNow()).Payload!.Alerts;
        var begun = TimeProvider.System.GetTimestamp();
        var fitting = rollouts.Sum(r => alerts.Count(a => r.Screen.Policies.Any(p => p.All(m => m.Matches(a.Labels)))));
        return fitting < 0 ? 0 : TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static string Body() => JsonSerializer.Serialize(new
    {
        version = "4",
        status = "firing",
        alerts = Enumerable.Range(0, Alerts).Select(i => new
        {
            status = "firing",
            labels = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["alertname"] = "CheckoutsFail", ["service"] = string.Create(CultureInfo.InvariantCulture, $"shop-{i % 100}"), ["severity"] = i % 2 == 0 ? "page" : "ticket",
                ["instance"] = string.Create(CultureInfo.InvariantCulture, $"10.0.{i / 250}.{i % 250}:8080"), ["namespace"] = "store",
            },
            annotations = new { summary = "checkouts fail" },
            startsAt = "2026-11-21T12:00:00Z",
            endsAt = "0001-01-01T00:00:00Z",
            fingerprint = i.ToString("x16", CultureInfo.InvariantCulture),
        }),
    });

    private static string Text(double milliseconds) => milliseconds.ToString("#,0", CultureInfo.InvariantCulture);
}
