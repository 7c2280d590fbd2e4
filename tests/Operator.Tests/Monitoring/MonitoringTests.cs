using System.Text.Json.Nodes;
using Rollout.Kubernetes.Leasing;
using Rollout.Kubernetes.Rest;
using Rollout.Server.Operator;
using Rollout.Server.Operator.Monitoring;

namespace Rollout.Operator.Tests.Monitoring;

/// <summary>AcceptanceProbes that no rollout names, through the whole operator: real HTTP, our own API server.</summary>
public sealed class MonitoringTests
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task A_probe_that_no_rollout_names_runs_for_ever_at_every_pod_of_its_Service_and_says_how_it_stands()
    {
        await using var ground = await Ground.OpenAsync(rollout: null);
        await using var shop = await AskedShop.OpenAsync(ground);
        await AskedShop.ProbeAsync(ground, "checkout");
        await using var controller = await ground.ControlAsync(change: o => o with { ProbeStatusEvery = Often });
        await ground.UntilAsync(() => AskedShop.Condition(ground, "checkout", "Passing").Status == "True");
        Assert.Equal("True", AskedShop.Condition(ground, "checkout", "Ready").Status);
        Assert.Equal((4, 4), ((int?)AskedShop.Status(ground, "checkout")["nodes"], (int?)AskedShop.Status(ground, "checkout")["passing"]));

        shop.Break("v1");
        await ground.UntilAsync(() => AskedShop.Condition(ground, "checkout", "Passing").Status == "False" && (int?)AskedShop.Status(ground, "checkout")["failing"] == 4);
        Assert.Contains("step \"pay\"", AskedShop.Condition(ground, "checkout", "Passing").Message, StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = controller.Address };
        var page = await TextAsync(http, "/probes/");
        Assert.Contains("default/checkout", page, StringComparison.Ordinal);
        var run = page[(page.IndexOf("runs/", StringComparison.Ordinal) + "runs/".Length)..];
        Assert.Contains("the till is jammed", await TextAsync(http, $"/probes/runs/{run[..run.IndexOf('"', StringComparison.Ordinal)]}"), StringComparison.Ordinal);
        Assert.Contains("href=\"runs/", await TextAsync(http, "/probes"), StringComparison.Ordinal);
        var metrics = await TextAsync(http, "/metrics");
        Assert.Contains("staggered_probe_monitored_success{namespace=\"default\",probe=\"checkout\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("staggered_probe_runs_total{namespace=\"default\",probe=\"checkout\",result=\"failed\"}", metrics, StringComparison.Ordinal);

        shop.Break("v1", false);
        await ground.UntilAsync(() => AskedShop.Condition(ground, "checkout", "Passing").Status == "True");
    }

    [Fact]
    public async Task What_is_wrong_stands_in_the_condition_with_every_place_and_a_Service_that_comes_later_is_found()
    {
        await using var ground = await Ground.OpenAsync(rollout: null);
        await using var shop = await AskedShop.OpenAsync(ground);
        await AskedShop.ProbeAsync(ground, "bad", steps: """[{"name": "a", "http": {"path": "/{{ nobody }}"}, "expect": {"bodyMatches": "("} }]""");
        await AskedShop.ProbeAsync(ground, "nowhere", target: "");
        await AskedShop.ProbeAsync(ground, "lost", target: """ "target": {"service": "till", "port": 80}, """);
        await using var controller = await ground.ControlAsync(change: o => o with { ProbeStatusEvery = Often });
        await ground.UntilAsync(() => new[] { "bad", "nowhere", "lost" }.All(p => AskedShop.Condition(ground, p, "Ready").Status == "False"));
        var (_, reason, message) = AskedShop.Condition(ground, "bad", "Ready");
        Assert.Equal("SpecInvalid", reason);
        Assert.Contains("spec.steps[0].http.path", message, StringComparison.Ordinal);
        Assert.Contains("spec.steps[0].expect.bodyMatches", message, StringComparison.Ordinal);
        Assert.Equal(MonitorPlan.NoTarget, AskedShop.Condition(ground, "nowhere", "Ready").Reason);
        Assert.Equal(MonitorPlan.TargetUnknown, AskedShop.Condition(ground, "lost", "Ready").Reason);

        // A look at a Service is ten seconds old at most.
        Ground.Ok(await ground.Admin.Resources(ResourceKinds.Untyped(new ResourceType("", "v1", "services", "Service"))).CreateAsync(A.Json(
            $$"""{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "till", "namespace": "default"}, "spec": {"selector": {"app": "shop"}, "ports": [{"port": 80, "targetPort": {{shop.Port}} }]} }"""),
            WriteOptions.Default, default));
        await ground.UntilAsync(() => AskedShop.Condition(ground, "lost", "Passing").Status == "True");
        Assert.Equal("True", AskedShop.Condition(ground, "lost", "Ready").Status);
    }

    [Fact]
    public async Task A_probe_that_only_an_invalid_rollout_names_runs_as_monitoring_until_the_rollout_is_mended()
    {
        await using var ground = await Ground.OpenAsync(rollout: null);
        await using var shop = await AskedShop.OpenAsync(ground);
        await AskedShop.ProbeAsync(ground, "checkout");
        await AskedShop.ProbeAsync(ground, "homeless", target: "");
        await ground.CreateRolloutAsync("nobody", more: """, "probes": [{"name": "checkout"}, {"name": "homeless"}] """, workload: "nobody");
        await using var controller = await ground.ControlAsync(change: o => o with { ProbeStatusEvery = Often });
        await ground.UntilAsync(() => AskedShop.Condition(ground, "checkout", "Passing").Status == "True");
        var ready = AskedShop.Condition(ground, "checkout", "Ready");
        Assert.Equal("True", ready.Status);
        Assert.Contains("runs at its own target: StaggeredRollout nobody, which names it, ", ready.Message, StringComparison.Ordinal);
        await ground.UntilAsync(() => AskedShop.Condition(ground, "homeless", "Ready").Status == "False");
        Assert.Contains("StaggeredRollout nobody, which names it, ", AskedShop.Condition(ground, "homeless", "Ready").Message, StringComparison.Ordinal);

        await ground.CreateRolloutAsync("shop", more: """, "probes": [{"name": "checkout"}] """);
        await ground.UntilAsync(() => AskedShop.Condition(ground, "checkout", "Ready").Message.Contains("runs with StaggeredRollout shop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_probe_of_a_rollout_that_is_going_runs_as_monitoring()
    {
        await using var ground = await Ground.OpenAsync(rollout: null);
        await using var shop = await AskedShop.OpenAsync(ground);
        await AskedShop.ProbeAsync(ground, "checkout");
        await using var controller = await ground.ControlAsync(change: o => o with { ProbeStatusEvery = Often });
        await ground.CreateRolloutAsync("shop", more: """, "probes": [{"name": "checkout"}] """);
        await ground.UntilAsync(() => AskedShop.Condition(ground, "checkout", "Ready").Message.Contains("runs with StaggeredRollout shop", StringComparison.Ordinal)
            && ground.Rollout()!["metadata"]!["finalizers"] is JsonArray { Count: 1 });

        // Somebody else holds it back, for ever.
        var rollouts = ground.Admin.Resources(ResourceKinds.Untyped(OperatorKinds.RolloutType));
        var key = new ObjectKey("default", "shop");
        Ground.Ok(await rollouts.PatchAsync(key, Patch.Merge(A.Json($$"""{"metadata": {"finalizers": ["{{RestCheck.Finalizer}}", "tests/hold"]} }""")), WriteOptions.Default, default));
        Assert.True((await rollouts.DeleteAsync(key, DeleteOptions.Default, default)).TryGet(out _, out var error), error?.ToString());
        await ground.UntilAsync(() => AskedShop.Condition(ground, "checkout", "Ready").Message == "The probe is valid and runs");
        Assert.NotNull(ground.Rollout());
        await ground.UntilAsync(() => AskedShop.Condition(ground, "checkout", "Passing").Status == "True");
    }

    [Fact]
    public async Task Another_leader_goes_on_and_a_failure_that_stood_stands()
    {
        await using var ground = await Ground.OpenAsync(rollout: null);
        await using var shop = await AskedShop.OpenAsync(ground);
        await AskedShop.ProbeAsync(ground, "checkout");
        shop.Break("v1");
        var life = new MortalCredentials(ground.Server.AdminToken, int.MaxValue);
        var leader = await ground.ControlAsync(life, o => o with { ProbeStatusEvery = Often, LeaderElect = true, Lease = Lease("one") });
        await ground.UntilAsync(() => AskedShop.Condition(ground, "checkout", "Passing").Status == "False");
        var since = Since(ground);
        await using var standby = await ground.ControlAsync(change: o => o with { ProbeStatusEvery = Often, LeaderElect = true, Lease = Lease("two") });
        life.Kill();
        await ground.UntilAsync(() => standby.Leads);
        await leader.DisposeAsync();

        // The new leader has runs of its own: the number of checkouts rises though the old one is gone.
        var before = shop.Checkouts("v1");
        await ground.UntilAsync(() => shop.Checkouts("v1") > before + 40);
        Assert.Equal(("False", since), (AskedShop.Condition(ground, "checkout", "Passing").Status, Since(ground)));
        shop.Break("v1", false);
        await ground.UntilAsync(() => AskedShop.Condition(ground, "checkout", "Passing").Status == "True");
    }

    [Fact]
    public async Task A_status_is_not_written_over_what_somebody_else_wrote_in_between()
    {
        await using var ground = await Ground.OpenAsync(rollout: null);
        await AskedShop.ProbeAsync(ground, "checkout");
        var probes = ground.Admin.Resources(OperatorKinds.Probes);
        var stale = Ground.Ok(await probes.GetAsync(new ObjectKey("default", "checkout"), default));
        Ground.Ok(await ground.Admin.Resources(ResourceKinds.Untyped(OperatorKinds.ProbeType)).PatchAsync(
            new ObjectKey("default", "checkout"), Patch.Merge(A.Json("""{"spec": {"failAfter": 7} }""")), WriteOptions.Default, default));
        var writer = new ProbeStatusWriter(ground.Admin);
        var now = TimeProvider.System.GetUtcNow();
        MonitoredProbe Of(ProbeSnapshot snapshot) => MonitorPlan.Of(new ObjectKey("default", "checkout"), snapshot, [], _ => null, []);
        var status = ProbeStatuses.Due(Of(stale), [], null, now, now, TimeSpan.Zero)!;
        Assert.Equal((false, null), await writer.WriteAsync(Of(stale), status, default));
        Assert.Empty(AskedShop.Status(ground, "checkout"));
        var fresh = Ground.Ok(await probes.GetAsync(new ObjectKey("default", "checkout"), default));
        Assert.Equal((true, null), await writer.WriteAsync(Of(fresh), status, default));
        Assert.Equal("True", AskedShop.Condition(ground, "checkout", "Ready").Status);
    }

    private static async Task<string> TextAsync(HttpClient http, string path)
    {
        await using var stream = await http.GetStreamAsync(new Uri(path, UriKind.Relative));
        var bytes = new byte[4 << 20];
        return A.Text(bytes[..await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false)]);
    }

    private static string? Since(Ground ground) =>
        (string?)AskedShop.Status(ground, "checkout")["conditions"]!.AsArray().First(c => (string?)c!["type"] == "Passing")!["lastTransitionTime"];

    private static LeaseOptions Lease(string identity) => new()
    {
        Identity = identity, Duration = TimeSpan.FromSeconds(3), RenewDeadline = TimeSpan.FromSeconds(2), Retry = TimeSpan.FromMilliseconds(300),
    };
}
