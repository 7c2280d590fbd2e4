using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollout.DemoHost;

/// <summary>
/// Stands in for the controller: the same HTTP API, the same commands on the nodes, and endings that a test has chosen instead of a judge.
/// </summary>
internal sealed class StubController
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> endings;
    private readonly List<object> outcomes = [];
    private readonly List<object> happenings = [];
    private readonly string folder;
    private readonly string token;
    private string stable = "v1";
    private string? canary;
    private string phase = "Idle";

    private StubController(string endings, string fleet, string token)
    {
        this.endings = endings.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(e => e.Split('=')).ToDictionary(e => e[0], e => e[1]);
        this.token = token;
        folder = Path.GetDirectoryName(fleet)!;
    }

    public static async Task<int> RunAsync(string endings, string fleet, IPEndPoint listen, string tokenFile)
    {
        var stub = new StubController(endings, fleet, File.ReadLines(tokenFile).First());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(listen));
        await using var app = builder.Build();
        app.MapGet("/readyz", () => "ok");
        app.MapGet("/api/v1/rollouts", () => Results.Json(new { items = new[] { stub.Current() } }));
        app.MapGet("/api/v1/rollouts/default/shop/evidence", () => Results.Json(new { revision = "none", metrics = Array.Empty<object>() }));
        app.MapPost("/api/v1/rollouts/default/shop/start", stub.StartAsync);
        await app.RunAsync();
        return 0;
    }

    private async Task StartAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != "Bearer " + token)
        {
            context.Response.StatusCode = 401;
            return;
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var version = body.RootElement.GetProperty("version").GetString()!;
        _ = CarryOutAsync(version);
        context.Response.StatusCode = 202;
        await context.Response.WriteAsJsonAsync(Current(), context.RequestAborted);
    }

    private async Task CarryOutAsync(string version)
    {
        Become("Starting", version, "CanaryStarted", $"{version} goes to n1");
        var code = await ScriptAsync("./drain.sh", "n1") + await ScriptAsync("./deploy.sh", "n1", version) + await ScriptAsync("./undrain.sh", "n1");
        if (code != 0 || !endings.TryGetValue(version, out var ending))
        {
            Become("Judging", version, "Judging", $"{version} is judged for ever ({code})");
            return;
        }

        Become("Judging", version, "Judging", $"{version} is judged");
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        string[] nodes = ending == "Promoted" ? ["n2", "n3", "n4", "n5", "n6"] : ["n1"];
        await Task.WhenAll(nodes.Select(n => ScriptAsync("./deploy.sh", n, ending == "Promoted" ? version : stable)));
        lock (gate)
        {
            stable = ending == "Promoted" ? version : stable;
            outcomes.Insert(0, new { result = ending, revision = version, reason = "Stub", message = "the test chose it", endedAt = TimeProvider.System.GetUtcNow() });
        }

        Become(ending, null, ending, $"{version} is {ending}");
    }

    private void Become(string next, string? onTrial, string reason, string message)
    {
        lock (gate)
        {
            (phase, canary) = (next, onTrial);
            happenings.Insert(0, new { at = TimeProvider.System.GetUtcNow(), revision = onTrial, reason, message, severity = "Normal" });
        }
    }

    private object Current()
    {
        lock (gate)
        {
            return new
            {
                metadata = new { @namespace = "default", name = "shop" },
                status = new
                {
                    phase,
                    stableRevision = stable,
                    canaryRevision = canary,
                    nodes = new[] { new { name = "n1", role = canary is null ? "Stable" : "Canary", revision = canary ?? stable, ready = true, perMinute = "812.5", expectedPerMinute = "820.0" } },
                    verdict = canary is null ? null : new { overall = "Insufficient", metrics = new[] { Metric() } },
                    outcomes = outcomes.ToArray(),
                    happenings = happenings.ToArray(),
                },
            };
        }
    }

    private static object Metric() => new
    {
        name = "dollars", role = "Objective", verdict = "Insufficient", effect = "-0.021", low = "-0.12", high = "0.09", logEHarm = "-0.4",
        logESafe = "1.9", harmThreshold = "6.9", safeThreshold = "3.0", tolerance = "0.2", canaryEvents = "300", fleetEvents = "1800",
    };

    private async Task<int> ScriptAsync(params string[] script)
    {
        // Output into nothing, as a controller that reads it would: the shop that is left behind must not hold it open.
        var start = new ProcessStartInfo("/bin/sh", script) { WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
