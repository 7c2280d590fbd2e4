using Rollout.FakeKubernetes.Faults;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;
using Xunit.Abstractions;

namespace Rollout.Fleets.Tests.Kubernetes;

/// <summary>The same life, killed at every request and through every fault of the API server: it always ends the same.</summary>
public class DisturbedFleetTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(WorkloadKind.Deployment)]
    [InlineData(WorkloadKind.StatefulSet)]
    [InlineData(WorkloadKind.DaemonSet)]
    public async Task Killed_before_any_request_the_next_controller_comes_to_the_same_end(WorkloadKind kind)
    {
        var requests = 0;
        for (var n = 0; n <= requests; n++)
        {
            await using var world = await KubernetesWorld.StartAsync(kind, 3, machines: 3);
            world.Counted.KilledBefore = n;
            await PlayAsync(world);
            requests = n == 0 ? world.Counted.Requests : requests;
        }

        output.WriteLine($"{requests} requests");
        Assert.InRange(requests, 60, 500);
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequests, 0.1)]
    [InlineData(FaultKind.ServerError, 0.1)]
    [InlineData(FaultKind.Reset, 0.2)]
    [InlineData(FaultKind.ResetAfterwards, 0.3)]
    [InlineData(FaultKind.Conflict, 0.7)]
    public async Task Through_every_fault_it_comes_to_the_same_end(FaultKind fault, double probability)
    {
        var struck = 0;
        for (var seed = 0; seed < 12; seed++)
        {
            await using var world = await KubernetesWorld.StartAsync((WorkloadKind)(seed % 3), 3, machines: 3);
            var chance = new Random(seed);
            world.Counted.Before = _ =>
            {
                world.Server.Faults.Clear();
                if (chance.NextDouble() < probability)
                {
                    world.Server.Faults.Add(new FaultRule(fault) { Count = 1, Behind = 1 + chance.Next(20) });
                }
            };
            await PlayAsync(world);
            struck += world.Server.Faults.Struck(fault);
        }

        Assert.True(struck > 20, $"only {struck} faults struck");
    }

    private static Task PlayAsync(KubernetesWorld world) => world.Kind == WorkloadKind.Deployment
        ? DeploymentStory.PlayAsync(world, ensure => Through(world, ensure))
        : SetStory.PlayAsync(world, ensure => Through(world, ensure));

    /// <summary>A level, ordered again by a controller that starts anew whenever it was killed.</summary>
    private static Task Through(KubernetesWorld world, Func<IWorkloadFleet, ValueTask<EnsureResult>> ensure) => world.ReachAsync(async () =>
    {
        try
        {
            return await ensure(await world.FleetAsync());
        }
        catch (KilledException)
        {
            return new EnsureResult.Failed("", "killed");
        }
    }, forgiving: true);
}
