using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollout.Api;
using Rollout.Planning;
using Rollout.Probes.Network;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Loop;

/// <summary>
/// A <see cref="LoopWorld"/> whose nodes are probed for real, over loopback: one server answers for all nodes, and knows which one is meant by
/// the name it is asked under. One run a node and bucket; every run is over before the pass.
/// </summary>
internal sealed class ProbedWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication app;
    private readonly SemaphoreSlim runs = new(0);

    private ProbedWorld(WebApplication app) => this.app = app;

    public LoopWorld Loop { get; } = new();

    /// <summary>Node and the revision that it runs, to the answer's status and body.</summary>
    public Func<string, string?, (int Status, string Body)> Answers { get; set; } = (_, _) => (200, """{"items":[]}""");

    public Progress Progress => Loop.Progress;

    /// <param name="change">Of a probe that asks for the basket once a bucket.</param>
    public static async Task<ProbedWorld> StartAsync(Func<AcceptanceProbeSpec, AcceptanceProbeSpec>? change = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var world = new ProbedWorld(app);
        app.Run(async context =>
        {
            var node = context.Request.Host.Host;
            var (status, body) = world.Answers(node, world.Loop.RevisionOf(node));
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body, context.RequestAborted);
        });
        await app.StartAsync(CancellationToken.None);

        var probe = new AcceptanceProbeSpec
        {
            Interval = Shop.Bucket,

            // The clock runs ahead of the wire here: no run may be late.
            Timeout = TimeSpan.FromHours(1),
            Steps = [new ProbeStep { Name = "look into the basket", Http = new HttpStep { Path = "/basket" } }],
        };
        world.Loop.Spec = world.Loop.Spec with { Probes = [new RolloutProbe("checkout", change is null ? probe : change(probe))] };
        world.Loop.Port = new Uri(app.Urls.Single()).Port;
        world.Loop.Network = new ProbeNetwork { Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]) };
        world.Loop.Meanwhile = world.EveryNodeIsProbedAsync;
        await world.Loop.StartAsync();
        world.Loop.Probes.Ran += (_, result, _) =>
        {
            foreach (var (phase, _) in result.Phases())
            {
                world.Ran(phase);
            }
        };
        world.Loop.Probes.Start();

        await world.EveryNodeWaitsAsync();
        return world;
    }

    /// <summary>Buckets until the rollout is in one of the phases, at most so many.</summary>
    public async Task UntilAsync(int most, params Phase[] phases)
    {
        for (var i = 0; i < most && !phases.Contains(Progress.Phase); i++)
        {
            await Loop.BucketsAsync(1);
        }

        Assert.Contains(Progress.Phase, phases);
    }

    public async ValueTask DisposeAsync()
    {
        await Loop.DisposeAsync();
        await app.DisposeAsync();
        runs.Dispose();
    }

    private void Ran(string phase)
    {
        if (phase == "total")
        {
            runs.Release();
        }
    }

    private async Task EveryNodeIsProbedAsync()
    {
        foreach (var node in Loop.Names)
        {
            Assert.True(await runs.WaitAsync(Patience), $"fewer runs than nodes: {node} or another was not probed");
        }

        // A run is told of before its schedule asks what time it is: one that asks after the next bucket has begun counts a run as missed.
        await EveryNodeWaitsAsync();
    }

    /// <summary>Each node's schedule waits for its own moment of the interval.</summary>
    private async Task EveryNodeWaitsAsync()
    {
        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        while (Loop.Time.Timers < Loop.Names.Count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, late.Token);
        }
    }
}
