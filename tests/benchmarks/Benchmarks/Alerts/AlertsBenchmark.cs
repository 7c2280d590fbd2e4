using System.Globalization;
using System.Text.Json;
using Rollout.Support.Serving;

namespace Rollout.Benchmarks.Alerts;

/// <summary>
/// How long a firing alert takes to pause a rollout: a real Prometheus whose rule fires, a real Alertmanager that delivers, the controller as a
/// process of its own; and what one delivery costs where there are ten thousand rollouts.
/// </summary>
internal static class AlertsBenchmark
{
    public static async Task<int> RunAsync(bool quick, CancellationToken cancellation)
    {
        var rows = new List<string[]> { new[] { "Alertmanager's group_wait", "runs", "true to firing ms", "firing to Alertmanager ms", "Alertmanager to pause ms", "firing to pause ms", "most ms" } };
        foreach (var (wait, groups, alerts) in quick ? [("0s", 1, 3)] : new[] { ("0s", 1, 20), ("2s", 3, 1), ("30s", 2, 1) })
        {
            // Alertmanager waits once a group: what fires later in it goes by group_interval.
            var runs = new List<AlertRun>();
            for (var group = 0; group < groups; group++)
            {
                runs.AddRange(await MeasureAsync(wait, alerts, cancellation));
            }

            rows.Add(Row(wait, runs));
        }

        Console.WriteLine("a firing alert pauses a rollout; medians; Prometheus scrapes and evaluates every second");
        Table.Print(rows);
        Console.WriteLine();
        await HookLoad.RunAsync(quick, cancellation);
        return 0;
    }

    private static async Task<IReadOnlyList<AlertRun>> MeasureAsync(string groupWait, int runs, CancellationToken cancellation)
    {
        await using var shop = await AlertedShop.StartAsync(cancellation);
        await using var controller = await AlertedController.StartAsync(shop.Authorities, cancellation);
        await using var alertmanager = await AlertmanagerServer.StartAsync($$"""
            route: {receiver: rollout, group_by: [service], group_wait: {{groupWait}}, group_interval: 1s, repeat_interval: 1h}
            receivers:
            - name: rollout
              webhook_configs:
              - url: {{controller.Address}}hooks/alertmanager
                send_resolved: true
                http_config: {authorization: {type: Bearer, credentials_file: "{{controller.HookTokenFile}}" } }
            """);
        await using var prometheus = await PrometheusServer.StartAsync($$"""
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: [rules.yml]
            alerting: {alertmanagers: [{static_configs: [{targets: ["{{alertmanager.Address.Authority}}"]}]}]}
            scrape_configs:
            - {job_name: shop, static_configs: [{targets: ["{{shop.Authorities[0]}}"]}]}
            """, Rules);
        await controller.OnTrialAsync(cancellation);
        var measured = new List<AlertRun>();
        for (var run = 0; run < runs; run++)
        {
            measured.Add(await OneAsync(shop, controller, prometheus, alertmanager, cancellation));
        }

        return measured;
    }

    private static async Task<AlertRun> OneAsync(
        AlertedShop shop, AlertedController controller, PrometheusServer prometheus, AlertmanagerServer alertmanager, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var began = time.GetUtcNow();
        shop.IsFailing = true;
        await controller.UntilAsync(s => (string?)s["phase"] == "Paused", cancellation);
        var paused = time.GetUtcNow();
        var fired = (await prometheus.UntilAsync("/api/v1/alerts", a => Alerts(a).Count == 1)).GetProperty("data").GetProperty("alerts")[0].GetProperty("activeAt").GetDateTimeOffset();
        var delivered = (DateTimeOffset)(await alertmanager.AlertsAsync()).Single()["updatedAt"]!;
        shop.IsFailing = false;
        await controller.UntilAsync(s => (string?)s["phase"] != "Paused", cancellation);
        return new AlertRun(began, fired, delivered, paused);
    }

    private static List<JsonElement> Alerts(JsonElement answer) =>
        [.. answer.GetProperty("data").GetProperty("alerts").EnumerateArray().Where(a => a.GetProperty("state").GetString() == "firing")];

    private static IEnumerable<string> Rules(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "rules.yml"), """
            groups:
            - name: shop
              rules:
              - {alert: CheckoutsFail, expr: checkout_errors > 0, labels: {service: shop, severity: page} }
            """);
        return [];
    }

    private static string[] Row(string wait, IReadOnlyList<AlertRun> runs) =>
    [
        wait, runs.Count.ToString(CultureInfo.InvariantCulture), Median(runs, r => r.UntilFiring), Median(runs, r => r.UntilAlertmanager), Median(runs, r => r.UntilPaused),
        Median(runs, r => r.FromFiring), Milliseconds(runs.Max(r => r.FromFiring)),
    ];

    private static string Median(IReadOnlyList<AlertRun> runs, Func<AlertRun, TimeSpan> what) => Milliseconds(runs.Select(what).Order().ElementAt(runs.Count / 2));

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("#,0", CultureInfo.InvariantCulture);
}
