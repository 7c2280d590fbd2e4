using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollout.Api;
using Rollout.Planning;
using Rollout.Probes;
using Rollout.Server.Loop;
using Rollout.Server.Probing;

namespace Rollout.Server.Tests.Probing;

/// <summary>The probes of a workload whose pods come and go, over the wire.</summary>
public sealed class PodWatchTests : IAsyncLifetime
{
    private readonly WebApplication app;
    private readonly SemaphoreSlim runs = new(0);
    private ProbeWatch watch = null!;
    private volatile bool broken;

    public PodWatchTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(context =>
        {
            context.Response.StatusCode = broken ? 500 : 200;
            return Task.CompletedTask;
        });
    }

    public async Task InitializeAsync()
    {
        await app.StartAsync();
        var probe = new AcceptanceProbeSpec
        {
            Interval = TimeSpan.FromMilliseconds(100),
            FailAfter = 1,
            Timeout = TimeSpan.FromMinutes(1),
            Target = new ProbeTarget { Service = "shop", Port = new Uri(app.Urls.Single()).Port },
            Steps = [new ProbeStep { Name = "ask", Http = new HttpStep { Path = "/" } }],
        };
        var spec = new StaggeredRolloutSpec { Probes = [new RolloutProbe("checkout", probe)] };
        watch = new ProbeWatch((fleet, before) => WorkloadProbes.Of(spec, "store", "shop", fleet, before), (_, _) => new((ProbeCustomer?)null),
            new ProbeRunner(TimeProvider.System), TimeProvider.System);
        watch.Ran += (_, result, _) =>
        {
            foreach (var (phase, _) in result.Phases())
            {
                Ran(phase);
            }
        };
        watch.Start();
    }

    public async Task DisposeAsync()
    {
        await watch.DisposeAsync();
        await app.DisposeAsync();
        runs.Dispose();
    }

    [Fact]
    public async Task Pods_that_come_are_probed_and_pods_that_go_are_forgotten()
    {
        Assert.Empty(watch.Look(new Observed<FleetState>.Missing(), Progress.Initial));
        await UntilAsync(Seen("a"), all => all is [{ Node: "a", Health: ProbeHealth.Passing, Revision: "v1" }]);
        await UntilAsync(Seen("a", "b"), all => all is [{ Node: "a", Health: ProbeHealth.Passing }, { Node: "b", Health: ProbeHealth.Passing }]);
        await UntilAsync(Seen("b"), all => all is [{ Node: "b" }]);

        // The API server is away: the pods of before go on being probed.
        broken = true;
        await UntilAsync(new Observed<FleetState>.Unreadable("away"), all => all is [{ Node: "b", Health: ProbeHealth.Failing }]);
    }

    private static Observed<FleetState> Seen(params string[] pods) => new Observed<FleetState>.Known(new FleetState(
        [.. pods.Select(p => new ObservedNode(p, "v1", true) { Instance = new NodeInstance(p, p, null, "127.0.0.1", null, 0) })]));

    private void Ran(string phase)
    {
        if (phase == "total")
        {
            runs.Release();
        }
    }

    /// <summary>Looks again after every run until it is so.</summary>
    private async Task UntilAsync(Observed<FleetState> fleet, Func<IReadOnlyList<ProbeStanding>, bool> isSo)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!isSo(watch.Look(fleet, Progress.Initial)))
        {
            await runs.WaitAsync(late.Token);
        }
    }
}
