using System.Text.Json.Nodes;

namespace Rollout.Charts.Tests.Rendering;

/// <summary>The pod of the controller.</summary>
public class ControllerPodTests
{
    public static TheoryData<string, bool> Sets => ValueSets.All;

    /// <summary>What the standard `restricted` of Kubernetes asks of a pod, point by point, and a root file system that cannot be written.</summary>
    [Theory]
    [MemberData(nameof(Sets))]
    public void It_is_restricted(string values, bool policies)
    {
        var pod = Pod(ValueSets.Of(values), ValueSets.Release(policies));
        Assert.True((bool?)pod["securityContext"]!["runAsNonRoot"]);
        Assert.NotEqual(0, (int)pod["securityContext"]!["runAsUser"]!);
        Assert.Equal("RuntimeDefault", (string?)pod["securityContext"]!["seccompProfile"]!["type"]);
        Assert.Null(pod["hostNetwork"] ?? pod["hostPID"] ?? pod["hostIPC"]);
        Assert.All(pod["volumes"]!.AsArray(), volume => Assert.NotNull(volume!["emptyDir"]));
        var container = Assert.Single(pod["containers"]!.AsArray())!;
        Assert.False((bool?)container["securityContext"]!["allowPrivilegeEscalation"]);
        Assert.True((bool?)container["securityContext"]!["readOnlyRootFilesystem"]);
        Assert.Equal("""["ALL"]""", container["securityContext"]!["capabilities"]!["drop"]!.ToJsonString());
        Assert.Null(container["securityContext"]!["capabilities"]!["add"] ?? container["securityContext"]!["privileged"]);
        Assert.All(container["ports"]!.AsArray(), port => Assert.Null(port!["hostPort"]));
    }

    [Fact]
    public void By_default_two_replicas_look_at_the_whole_cluster()
    {
        Assert.Equal(2L, Chart.Rollout.Objects().Single(o => o.Kind == "Deployment").At("spec", "replicas"));
        var container = Container("");
        Assert.Equal("""["controller","--listen=0.0.0.0:8080"]""", container["args"]!.ToJsonString());
        Assert.Equal("rollout:0.1.0", (string?)container["image"]);
        Assert.Equal(("/livez", "/readyz"), ((string?)container["livenessProbe"]!["httpGet"]!["path"], (string?)container["readinessProbe"]!["httpGet"]!["path"]));
        Assert.NotNull(container["resources"]!["limits"]!["memory"]);
        Assert.NotNull(Pod("")["affinity"]!["podAntiAffinity"]);
    }

    [Fact]
    public void Values_become_flags_and_secrets_never_do()
    {
        var container = Container(ValueSets.Of("everything"));
        Assert.Equal("""["controller","--listen=[::]:9090","--prometheus=https://prometheus.example:9090/base","--probe-allow=10.0.0.0/8,fd00::/8","--probe-deny=10.0.0.1","--probe-proxy=http://proxy:3128","--probe-allow-exec=true","--log-level=debug","--a=b c"]""",
            container["args"]!.ToJsonString());
        Assert.Equal("registry.example:5000/team/rollout@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", (string?)container["image"]);
        var history = Assert.Single(container["env"]!.AsArray(), one => (string?)one!["name"] == "ROLLOUT_HISTORY")!;
        Assert.Equal("""{"secretKeyRef":{"name":"history-db","key":"connection"}}""", history["valueFrom"]!.ToJsonString());
        Assert.Equal(9090, (int)container["ports"]![0]!["containerPort"]!);
        Assert.Equal("""["controller","--listen=0.0.0.0:8080","--namespace=store"]""", Container(ValueSets.Of("one-namespace"))["args"]!.ToJsonString());
    }

    [Fact]
    public void A_tag_stands_where_no_digest_is() => Assert.Equal("rollout:1.9", (string?)Container("image: {tag: \"1.9\"}")["image"]);

    private static JsonObject Pod(string values, ChartRelease? release = null) =>
        Chart.Rollout.Objects(values, release).Single(o => o.Kind == "Deployment").Json["spec"]!["template"]!["spec"]!.AsObject();

    private static JsonObject Container(string values) => Pod(values)["containers"]![0]!.AsObject();
}
