using Rollout.Support.Serving;
using Xunit.Abstractions;

namespace Rollout.Server.Tests.Hosting;

/// <summary>A real Alertmanager delivers to a real controller, and is told by it.</summary>
public class AlertmanagerTests(ITestOutputHelper output)
{
    private const string Policies = """
          alerts:
          - {name: pages, matchers: ['severity="page"', 'service="shop"']}
        """;

    [Fact]
    public async Task An_alert_pauses_a_rollout_and_its_end_lifts_the_pause()
    {
        await using var world = await HostWorld.StartAsync(Policies);
        await using var alertmanager = await AlertmanagerServer.StartAsync($$"""
            route: {receiver: rollout, group_by: [service], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
            receivers:
            - name: rollout
              webhook_configs:
              - url: {{world.Controller.Address}}hooks/alertmanager
                send_resolved: true
                http_config: {authorization: {type: Bearer, credentials_file: "{{Path.GetFullPath(world.Controller.HookTokenFile)}}" } }
            """);
        var time = TimeProvider.System;
        await alertmanager.PostAsync("FiredBefore", "page", time.GetUtcNow().AddHours(-1));
        await world.OnTrialAsync();
        await world.UntilAsync(s => s["alerts"]!.AsArray().Any(a => (string?)a!["name"] == "FiredBefore"));

        var since = time.GetUtcNow();
        await alertmanager.PostAsync("HighErrors", "page", since);
        var paused = await world.UntilAsync(s => (string?)s["phase"] == "Paused");
        output.WriteLine($"paused {(time.GetUtcNow() - since).TotalMilliseconds:0} ms after Alertmanager was told");
        Assert.Equal("Paused by alert HighErrors: 5xx above 2 %", (string?)paused["message"]);

        await alertmanager.PostAsync("HighErrors", "page", since, time.GetUtcNow());
        var resumed = await world.UntilAsync(s => (string?)s["phase"] != "Paused");
        Assert.Contains(resumed["happenings"]!.AsArray(), h => (string?)h!["reason"] == "AlertResolved");
    }

    [Fact]
    public async Task A_real_Alertmanager_takes_our_alert_and_its_end()
    {
        await using var alertmanager = await AlertmanagerServer.StartAsync("route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
        await using var world = await HostWorld.StartAsync($$"""
              receivers:
              - {name: am, kind: Alertmanager, url: "{{alertmanager.Address}}", on: [Paused], labels: {team: shop} }
            """);
        await world.OnTrialAsync();
        using var pause = await world.SendAsync("POST", "/api/v1/rollouts/default/shop/pause", "", "Bearer " + world.Token);
        await world.UntilAsync(s => (string?)s["phase"] == "Paused");
        await UntilAsync(alertmanager, alerts => alerts == "StaggeredRolloutPaused shop active");
        using var resume = await world.SendAsync("POST", "/api/v1/rollouts/default/shop/resume", "", "Bearer " + world.Token);
        await UntilAsync(alertmanager, alerts => alerts.Length == 0);
    }

    private static async Task UntilAsync(AlertmanagerServer alertmanager, Func<string, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (true)
        {
            var alerts = string.Join(';', (await alertmanager.AlertsAsync()).Select(a => $"{a["labels"]!["alertname"]} {a["labels"]!["team"]} {a["status"]!["state"]}"));
            if (wanted(alerts))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }
}
