using Rollout.Api;
using Rollout.Planning;
using Rollout.Probes.Schedule;
using Rollout.Server.Probing;

namespace Rollout.Server.Tests.Probing;

public sealed class WorkloadProbesTests
{
    [Fact]
    public void Each_pod_is_asked_directly_the_service_as_a_customer_reaches_it_and_a_url_as_it_is()
    {
        var spec = Spec(
            ("each", new ProbeTarget { Service = "shop", Port = 8080 }), ("front", new ProbeTarget { Service = "shop", Port = 80, Nodes = ProbedNodes.Service }),
            ("outside", new ProbeTarget { Url = new Uri("https://shop.example") }), ("plain", null));
        Assert.Equal(
            [
                "each shop-a http://10.0.0.1:8080/", "each shop-b http://10.0.0.2:8080/", "front service http://shop.store/", "outside service https://shop.example/",
                "plain shop-a http://10.0.0.1/", "plain shop-b http://10.0.0.2/",
            ],
            Assigned(spec, Fleet(Pod("shop-a", "10.0.0.1"), Pod("shop-b", "10.0.0.2")), []).Select(a => $"{a.Probe} {a.Node} {a.Address}"));
    }

    [Fact]
    public void Pods_come_and_go_and_one_that_is_made_anew_begins_anew()
    {
        var spec = Spec(("each", new ProbeTarget { Service = "shop", Port = 8080 }));
        var first = Assigned(spec, Fleet(Pod("shop-a", "10.0.0.1"), Pod("shop-b", null)), []);
        Assert.Equal(["shop-a"], first.Select(a => a.Node));
        var second = Assigned(spec, Fleet(Pod("shop-b", "10.0.0.2"), Pod("shop-a", "10.0.0.9")), first);
        Assert.Equal(["shop-b 10.0.0.2", "shop-a 10.0.0.9"], second.Select(a => $"{a.Node} {a.Address.Host}"));
        Assert.DoesNotContain(first[0], second);
        Assert.Equal(second, Assigned(spec, Fleet(Pod("shop-b", "10.0.0.2"), Pod("shop-a", "10.0.0.9")), second));
        Assert.Empty(Assigned(spec, Fleet(), second));
    }

    [Fact]
    public void While_the_fleet_cannot_be_seen_the_pods_of_before_are_asked()
    {
        var spec = Spec(("each", new ProbeTarget { Service = "shop", Port = 8080 }), ("outside", new ProbeTarget { Url = new Uri("https://shop.example") }));
        var before = Assigned(spec, Fleet(Pod("shop-a", "10.0.0.1")), []);
        Assert.Equal(before, Assigned(spec, new Observed<FleetState>.Unreadable("the API server is away"), before));
        Assert.Equal(["service"], Assigned(spec, new Observed<FleetState>.Missing(), []).Select(a => a.Node));
    }

    [Fact]
    public void An_address_of_version_6_is_one() =>
        Assert.Equal("http://[fd00::7]:8080/", Assert.Single(Assigned(
            Spec(("each", new ProbeTarget { Service = "shop", Port = 8080 })), Fleet(Pod("shop-a", "fd00::7")), [])).Address.ToString());

    private static IReadOnlyList<ProbeAssignment> Assigned(StaggeredRolloutSpec spec, Observed<FleetState> fleet, IReadOnlyList<ProbeAssignment> before) =>
        WorkloadProbes.Of(spec, "store", "shop", fleet, before);

    private static StaggeredRolloutSpec Spec(params (string Name, ProbeTarget? Target)[] probes) =>
        new() { Probes = [.. probes.Select(p => new RolloutProbe(p.Name, new AcceptanceProbeSpec { Steps = [], Target = p.Target }))] };

    private static Observed<FleetState> Fleet(params ObservedNode[] nodes) => new Observed<FleetState>.Known(new FleetState([.. nodes]));

    private static ObservedNode Pod(string name, string? address) =>
        new(name, "3f1c09ab77", true) { Instance = new NodeInstance(name, "uid-" + name, "m1", address, null, 0) };
}
