using Rollout.FakeKubernetes.Faults;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;
using Xunit.Abstractions;

namespace Rollout.Fleets.Tests.Kubernetes;

/// <summary>The same life, killed at every request and through every fault of the API server: it always ends the same.</summary>
public class DisturbedDeploymentTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Killed_before_any_request_the_next_controller_comes_to_the_same_end()
    {
        var requests = await LengthAsync();
        output.WriteLine($"{requests} requests");
        Assert.InRange(requests, 60, 400);
        for (var n = 1; n <= requests; n++)
        {
            await using var world = await KubernetesWorld.StartAsync(WorkloadKind.Deployment, 3);
            world.Counted.KilledBefore = n;
            await DeploymentStory.PlayAsync(world, ensure => Through(world, ensure));
        }
    }

    [Fact]
    public async Task Killed_after_any_write_whose_answer_nobody_heard_it_comes_to_the_same_end()
    {
        var requests = await LengthAsync();
        for (var n = 1; n <= requests; n++)
        {
            await using var world = await KubernetesWorld.StartAsync(WorkloadKind.Deployment, 3);
            world.Counted.Before = made =>
            {
                if (made == n)
                {
                    foreach (var verb in new[] { "create", "patch", "delete" })
                    {
                        world.Server.Faults.Add(new FaultRule(FaultKind.ResetAfterwards) { Verb = verb, Count = 1 });
                    }
                }
                else
                {
                    world.Server.Faults.Clear();
                }
            };
            await DeploymentStory.PlayAsync(world, ensure => Through(world, ensure));
        }
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequests, 0.1)]
    [InlineData(FaultKind.ServerError, 0.1)]
    [InlineData(FaultKind.Reset, 0.2)]
    [InlineData(FaultKind.ResetAfterwards, 0.3)]
    [InlineData(FaultKind.Conflict, 0.7)]
    [InlineData(FaultKind.StaleRead, 0.3)]
    public async Task Through_every_fault_it_comes_to_the_same_end(FaultKind kind, double probability)
    {
        var struck = 0;
        for (var seed = 0; seed < 8; seed++)
        {
            await using var world = await KubernetesWorld.StartAsync(WorkloadKind.Deployment, 3);
            var chance = new Random(seed);
            world.Counted.Before = _ =>
            {
                world.Server.Faults.Clear();
                if (chance.NextDouble() < probability)
                {
                    world.Server.Faults.Add(new FaultRule(kind) { Count = 1, Behind = 1 + chance.Next(20) });
                }
            };
            await DeploymentStory.PlayAsync(world, ensure => Through(world, ensure));
            struck += world.Server.Faults.Struck(kind);
        }

        Assert.True(struck > 20, $"only {struck} faults struck");
    }

    private static async Task<int> LengthAsync()
    {
        await using var world = await KubernetesWorld.StartAsync(WorkloadKind.Deployment, 3);
        await DeploymentStory.PlayAsync(world, ensure => Through(world, ensure));
        return world.Counted.Requests;
    }

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
