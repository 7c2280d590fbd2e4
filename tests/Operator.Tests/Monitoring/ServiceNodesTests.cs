using System.Text.Json;
using Rollout.Api;
using Rollout.Server.Operator;
using Rollout.Server.Operator.Monitoring;
using Rollout.Server.Probing;

namespace Rollout.Operator.Tests.Monitoring;

public sealed class ServiceNodesTests
{
    private static readonly ProbeTarget Shop = new() { Service = "shop" };

    [Fact]
    public void A_target_port_by_name_is_the_container_s_port_of_that_name_which_may_differ_from_pod_to_pod()
    {
        var look = Look("""[{"name": "web", "port": 80, "targetPort": "http"}]""", Pod("b", "10.0.0.2", """{"name": "http", "containerPort": 8081}"""),
            Pod("a", "10.0.0.1", """{"name": "admin", "containerPort": 9000}, {"name": "http", "containerPort": 8080}"""),
            Pod("unnamed", "10.0.0.3", """{"containerPort": 8080}"""));
        Assert.Equal(["a 10.0.0.1:8080", "b 10.0.0.2:8081"], Nodes(look, Shop));
        Assert.Equal(["a 10.0.0.1:8080", "b 10.0.0.2:8081"], Nodes(look, Shop with { Port = 80 }));
    }

    [Fact]
    public void A_target_port_by_number_is_that_number_and_one_that_is_left_out_is_the_port_itself()
    {
        Assert.Equal(["a 10.0.0.1:8080"], Nodes(Look("""[{"port": 80, "targetPort": 8080}]""", Pod("a", "10.0.0.1")), Shop));
        Assert.Equal(["a 10.0.0.1:80"], Nodes(Look("""[{"port": 80}]""", Pod("a", "10.0.0.1")), Shop));
    }

    [Fact]
    public void Of_several_ports_the_scheme_s_own_is_meant_or_one_named_so_and_else_it_asks_which()
    {
        const string Two = """[{"name": "metrics", "port": 9000}, {"name": "web", "port": 443, "targetPort": 8443}]""";
        Assert.Equal(["a 10.0.0.1:8443"], Nodes(Look(Two, Pod("a", "10.0.0.1")), Shop with { Scheme = "https" }));
        Assert.Equal(["a 10.0.0.1:7"], Nodes(Look("""[{"name": "x", "port": 6}, {"name": "http", "port": 7}]""", Pod("a", "10.0.0.1")), Shop));
        Assert.Equal("the Service shop has the ports 9000 (metrics), 443 (web): write one in spec.target.port", ServiceNodes.Of(Look(Two, Pod("a", "10.0.0.1")), Shop).Why);
        Assert.Equal("the Service shop has no TCP port: write spec.target.port", ServiceNodes.Of(Look("""[{"port": 53, "protocol": "UDP"}]"""), Shop).Why);
    }

    [Fact]
    public void A_port_that_is_not_the_Service_s_is_the_pods_own() =>
        Assert.Equal(["a 10.0.0.1:9090"], Nodes(Look("""[{"port": 80, "targetPort": 8080}]""", Pod("a", "10.0.0.1")), Shop with { Port = 9090 }));

    [Fact]
    public void Only_pods_that_the_Service_leads_to_are_asked()
    {
        EndpointPod[] pods =
        [
            Pod("ready", "10.0.0.1"), Pod("not-ready", "10.0.0.2", ready: "False"), Pod("no-address", null), Pod("leaving", "10.0.0.4", meta: """, "deletionTimestamp": "2026-11-20T10:00:00Z" """),
            Pod("over", "10.0.0.5", phase: "Succeeded"),
        ];
        Assert.Equal(["ready 10.0.0.1:80"], Nodes(Look("""[{"port": 80}]""", pods), Shop));
        Assert.Equal(["not-ready 10.0.0.2:80", "ready 10.0.0.1:80"], Nodes(Look("""[{"port": 80}]""", ""","publishNotReadyAddresses": true""", pods), Shop));
    }

    [Fact]
    public void What_has_no_pods_says_how_to_mend_it_and_what_nobody_can_tell_is_no_empty_list()
    {
        var (nodes, why) = ServiceNodes.Of(new ServiceLook.Missing(), Shop);
        Assert.Empty(nodes!);
        Assert.Equal("there is no Service shop in the namespace: create it, or mend spec.target.service", why);
        Assert.Contains("write spec.target.nodes: Service", ServiceNodes.Of(
            new ServiceLook.Seen(Service("""{"type": "ExternalName", "externalName": "x", "selector": {"a": "b"}, "ports": [{"port": 80}]}"""), []), Shop).Why, StringComparison.Ordinal);
        Assert.Equal((null, "away"), ServiceNodes.Of(new ServiceLook.Unreadable("away"), Shop));
    }

    [Fact]
    public void A_pod_of_a_rollout_is_asked_where_the_Service_leads_to_it_and_without_a_Service_at_the_target_s_own_port()
    {
        var target = Shop with { Port = 80 };
        var look = Look("""[{"port": 80, "targetPort": "http"}]""", Pod("a", "10.0.0.1", """{"name": "http", "containerPort": 8080}""", ready: "False"), Pod("b", "10.0.0.2"));
        Assert.Equal(new PodPort(8080), ServiceNodes.On(look, target, "a"));
        Assert.Null(ServiceNodes.On(look, target, "b"));
        Assert.Null(ServiceNodes.On(look, target, "not-listed-yet"));
        Assert.Null(ServiceNodes.On(null, target, "a"));
        Assert.Equal(new PodPort(80), ServiceNodes.On(new ServiceLook.Missing(), target, "a"));
        Assert.Equal(new PodPort(80), ServiceNodes.On(new ServiceLook.Unreadable("forbidden"), target, "a"));
        Assert.Equal(new PodPort(8443), ServiceNodes.On(Look("""[{"port": 80, "targetPort": 8443}]"""), target, "not-listed-yet"));
        Assert.Equal(new PodPort(9), ServiceNodes.On(look, Shop with { Port = 9 }, "a"));
    }

    private static IEnumerable<string> Nodes(ServiceLook look, ProbeTarget target) => ServiceNodes.Of(look, target).Nodes!.Select(n => $"{n.Name} {n.Host}:{n.Port}");

    private static ServiceLook.Seen Look(string ports, params EndpointPod[] pods) => Look(ports, "", pods);

    private static ServiceLook.Seen Look(string ports, string more, params EndpointPod[] pods) =>
        new(Service($$"""{"selector": {"app": "shop"}, "ports": {{ports}} {{more}} }"""), pods);

    private static ServiceSnapshot Service(string spec) => JsonSerializer.Deserialize(
        $$"""{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "shop", "namespace": "store"}, "spec": {{spec}} }""", OperatorJson.Default.ServiceSnapshot)!;

    private static EndpointPod Pod(string name, string? address, string ports = "", string ready = "True", string meta = "", string phase = "Running") => JsonSerializer.Deserialize($$"""
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "{{name}}", "namespace": "store" {{meta}} }, "spec": {"containers": [{"name": "side"}, {"name": "shop", "ports": [{{ports}}]}]},
         "status": {"phase": "{{phase}}", {{(address is null ? "" : $"\"podIP\": \"{address}\",")}} "conditions": [{"type": "Ready", "status": "{{ready}}"}]} }
        """, OperatorJson.Default.EndpointPod)!;
}
