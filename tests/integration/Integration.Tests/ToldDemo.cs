using System.Globalization;
using System.Text.RegularExpressions;
using Rollout.Support;
using Rollout.Support.Serving;

namespace Rollout.Integration.Tests;

/// <summary>
/// The demo, told once from beginning to end for all the tests that look at it, with a real Prometheus beside it that scrapes its
/// controller and evaluates the rules of the chart. What it stored can be asked for when the demo is over.
/// </summary>
public sealed partial class ToldDemo : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);
    private PrometheusServer? prometheus;

    public int Code { get; private set; }

    public IReadOnlyList<string> Lines { get; private set; } = [];

    public string Error { get; private set; } = "";

    /// <summary>When the first line was told, and the last one before the controller ended.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Span { get; private set; }

    internal Uri Prometheus => prometheus?.Address ?? throw new InvalidOperationException("the demo did not say where its dashboard is:\n" + string.Join('\n', Lines) + Error);

    public async Task InitializeAsync()
    {
        using var demo = Executable.Start("demo", "--listen", "127.0.0.1:0");
        using var deadline = new CancellationTokenSource(Limit, TimeProvider.System);
        try
        {
            var error = Executable.LinesAsync(demo.StandardError, deadline.Token);
            var lines = new List<string>();
            Lines = lines;
            while (await demo.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                lines.Add(line);
                var now = TimeProvider.System.GetUtcNow();
                Span = (lines.Count == 1 ? now : Span.From, now);
                if (prometheus is null && Dashboard().Match(line) is { Success: true } at)
                {
                    prometheus = await PrometheusServer.StartAsync(Configuration(at.Groups["authority"].Value));
                }
            }

            await demo.WaitForExitAsync(deadline.Token);
            (Code, Error) = (demo.ExitCode, string.Join('\n', await error));
        }
        catch (OperationCanceledException)
        {
            demo.Kill(entireProcessTree: true);
            throw new TimeoutException($"rollout demo was not over after {Limit}:\n{string.Join('\n', Lines)}");
        }
    }

    public async Task DisposeAsync()
    {
        if (prometheus is not null)
        {
            await prometheus.DisposeAsync();
        }
    }

    private static string Configuration(string authority) => string.Create(CultureInfo.InvariantCulture, $$"""
        global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 2s}
        rule_files: ['{{Checkout.At("charts", "rollout", "files", "alerts.yaml")}}', '{{Checkout.At("charts", "rollout", "files", "recording.yaml")}}']
        scrape_configs:
        - {job_name: rollout, honor_labels: true, static_configs: [{targets: ['{{authority}}']}]}

        """);

    [GeneratedRegex("dashboard: http://(?<authority>127.0.0.1:[0-9]+)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dashboard();
}
