using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Kubernetes.Leasing;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

public sealed class LettingGoTests
{
    [Fact]
    public async Task While_a_controller_leads_in_its_own_namespace_nothing_is_let_go_and_it_is_named()
    {
        await using var ground = await Ground.OpenAsync();
        await using var controller = await ground.ControlAsync(change: o => o with { LeaderElect = true, Lease = new LeaseOptions { Identity = "the-leader" } });
        await ground.HeldAsync("Idle");
        var said = new List<string>();
        var work = new LettingGo(PersonIn(ground, "default"), null, TimeProvider.System) { Patience = TimeSpan.FromSeconds(3) };
        Assert.Null(await work.RunAsync(said.Add, default));
        Assert.Contains("the-leader leads", Assert.Single(said), StringComparison.Ordinal);
        Assert.Equal(RestCheck.Finalizer, (string?)Assert.Single(ground.Rollout()!["metadata"]!["finalizers"]!.AsArray()));
        Assert.True(ground.IsHeld());
    }

    [Fact]
    public async Task One_that_cannot_be_let_go_is_told_and_keeps_its_finalizer_and_the_others_are_let_go()
    {
        await using var ground = await Ground.OpenAsync();
        await using (await ground.ControlAsync())
        {
            await ground.HeldAsync("Idle");
            await ground.CreateRolloutAsync("younger");
            await ground.UntilAsync("Invalid", "younger");
        }

        // May do what the controller may, but not to Deployments.
        await ground.TakeAwayAsync("clusterrolebindings", "rollout-deployments");
        var connection = PersonIn(ground, InstalledAccount.Namespace) with { Credentials = new FixedCredentials(new Credential { BearerToken = new Secret(ground.ControllerToken) }) };
        var done = await new LettingGo(connection, null, TimeProvider.System).RunAsync(why => Assert.Fail(why), default);
        var refused = Assert.Single(done!, d => d.Rollout == "default/shop");
        Assert.Contains("forbidden", refused.Trouble, StringComparison.Ordinal);
        Assert.NotEmpty(ground.Rollout()!["metadata"]!["finalizers"]!.AsArray());

        var again = await new LettingGo(PersonIn(ground, InstalledAccount.Namespace), null, TimeProvider.System).RunAsync(why => Assert.Fail(why), default);
        Assert.Equal([("default/shop", null), ("default/younger", null)], again!.OrderBy(d => d.Rollout, StringComparer.Ordinal));
        Assert.All(new[] { "shop", "younger" }, name => Assert.Empty(ground.Rollout(name)!["metadata"]!["finalizers"]?.AsArray() ?? []));
        Assert.False(ground.IsHeld());
    }

    private static ClusterConnection PersonIn(Ground ground, string space) => new()
    {
        Server = ground.Server.Address, Namespace = space, Credentials = new FixedCredentials(new Credential { BearerToken = new Secret(ground.Server.AdminToken) }),
    };
}
