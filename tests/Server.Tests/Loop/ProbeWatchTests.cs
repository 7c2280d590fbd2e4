using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollout.Api;
using Rollout.Planning;
using Rollout.Probes;
using Rollout.Probes.Network;
using Rollout.Probes.Schedule;
using Rollout.Server.Loop;
using Rollout.Support;

namespace Rollout.Server.Tests.Loop;

/// <summary>A rollout of a hundred nodes, probed for real over loopback, of which most do not answer.</summary>
public sealed class ProbeWatchTests : IAsyncLifetime
{
    private const int Slow = 60;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly string[] Names = [.. Enumerable.Range(0, 100).Select(i => FormattableString.Invariant($"n{i:00}"))];

    // Longer than an interval, so that no slow run ends while the clock is moved by one.
    private static readonly AcceptanceProbeSpec Spec = new()
    {
        Interval = Interval, Timeout = TimeSpan.FromSeconds(20), FailAfter = 1, Steps = [new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" } }],
    };

    private readonly ManualTime time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly ConcurrentDictionary<string, bool> hanging = new();
    private readonly ConcurrentQueue<(string Node, bool Passed, int Overdue)> ran = new();
    private WebApplication app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async context =>
        {
            var node = context.Request.Host.Host;
            if (IsSlow(node))
            {
                hanging[node] = true;
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }

            await context.Response.WriteAsync("{}", context.RequestAborted);
        });
        await app.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Nodes_that_hang_keep_no_other_waiting_and_their_silence_is_no_pass()
    {
        await using var watch = New();
        watch.Start();
        await UntilAsync(() => time.Timers == Names.Length, "every node waits for its own moment");
        time.Advance(Interval);
        await UntilAsync(() => hanging.Count == Slow && ran.Count == Names.Length - Slow, "all nodes are asked within an interval, and those answer that can");

        // Sixty runs under way with their time-outs, forty nodes that wait for their next moment.
        await UntilAsync(() => time.Timers == Names.Length, "the others wait for their next run");
        Assert.All(Standings(watch), s => Assert.Equal(IsSlow(s.Node) ? (ProbeHealth.Unknown, 0L) : (ProbeHealth.Passing, 1L), (s.Health, s.Successes)));

        time.Advance(Interval);
        await UntilAsync(() => ran.Count(r => r.Passed) == 2 * (Names.Length - Slow), "the others run once more, in time");
        Assert.All(Standings(watch).Where(s => !IsSlow(s.Node)), s => Assert.Equal((ProbeHealth.Passing, 2L, 0L), (s.Health, s.Successes, s.Overdue)));
        Assert.DoesNotContain(Standings(watch), s => IsSlow(s.Node) && s.Health == ProbeHealth.Passing);

        time.Advance(Spec.Timeout - Interval);
        await UntilAsync(() => ran.Where(r => !r.Passed).Select(r => r.Node).Distinct().Count() == Slow, "every run that began has timed out");
        Assert.All(Standings(watch), s => Assert.Equal(IsSlow(s.Node) ? ProbeHealth.Failing : ProbeHealth.Passing, s.Health));
    }

    private ProbeWatch New()
    {
        var network = new ProbeNetwork { Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]) };
        IReadOnlyList<ProbeAssignment> all = [.. Names.Select(n => new ProbeAssignment("checkout", n, Spec, new Uri(FormattableString.Invariant($"http://{n}:{new Uri(app.Urls.Single()).Port}/"))))];
        var watch = new ProbeWatch((_, _) => all, (_, _) => new((ProbeCustomer?)null), new ProbeRunner(time, network), time);
        watch.Ran += (run, result, overdue) => ran.Enqueue((run.Node, result.Passed, overdue));
        return watch;
    }

    private static bool IsSlow(string node) => Array.IndexOf(Names, node) < Slow;

    private static IReadOnlyList<ProbeStanding> Standings(ProbeWatch watch) => watch.Look(new Observed<FleetState>.Missing(), Progress.Initial);

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), $"not within a minute: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }
}
