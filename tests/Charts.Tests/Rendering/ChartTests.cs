using System.Text.RegularExpressions;

namespace Rollout.Charts.Tests.Rendering;

/// <summary>What holds for every rendering, whatever the values.</summary>
public partial class ChartTests
{
    private static readonly HashSet<string> OfTheCluster = new(StringComparer.Ordinal)
    {
        "ClusterRole", "ClusterRoleBinding", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
    };

    public static TheoryData<string, bool> Sets => ValueSets.All;

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_object_is_whole_and_stands_there_once(string values, bool policies)
    {
        var objects = Objects(values, policies);
        Assert.NotEmpty(objects);
        Assert.Empty(objects.GroupBy(o => o.Id, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.All(objects, one =>
        {
            Assert.Matches(Name(), one.Name);
            Assert.Equal(OfTheCluster.Contains(one.Kind), one.Namespace.Length == 0);
            Assert.Empty(Nulls(one.Body, one.Id));
        });
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_object_says_whose_it_is(string values, bool policies) => Assert.All(Objects(values, policies), one =>
    {
        Assert.Equal(values == "everything" ? "staggered" : "rollout", one.Text("metadata", "labels", "app.kubernetes.io/name"));
        Assert.Equal("rollout", one.Text("metadata", "labels", "app.kubernetes.io/instance"));
        Assert.Equal("Helm", one.Text("metadata", "labels", "app.kubernetes.io/managed-by"));
        Assert.Equal("rollout-0.1.0", one.Text("metadata", "labels", "helm.sh/chart"));
    });

    [Theory]
    [MemberData(nameof(Sets))]
    public void What_selects_the_pods_finds_them_and_what_is_referred_to_is_there(string values, bool policies)
    {
        var objects = Objects(values, policies);
        var deployment = objects.Single(o => o.Kind == "Deployment");
        var pod = Labels(deployment, "spec", "template", "metadata", "labels");
        Assert.All(objects.Where(o => o.Kind is "Deployment" or "PodDisruptionBudget"), o => Assert.Subset(pod, Labels(o, "spec", "selector", "matchLabels")));
        Assert.All(objects.Where(o => o.Kind == "NetworkPolicy"), o => Assert.Subset(pod, Labels(o, "spec", "podSelector", "matchLabels")));
        var service = objects.Single(o => o.Kind == "Service");
        Assert.Subset(pod, Labels(service, "spec", "selector"));
        Assert.All(objects.Where(o => o.Kind == "ServiceMonitor"), o =>
            Assert.Subset(Labels(service, "metadata", "labels"), Labels(o, "spec", "selector", "matchLabels")));

        var account = deployment.Text("spec", "template", "spec", "serviceAccountName");
        Assert.Equal(values != "nothing", objects.Any(o => o.Kind == "ServiceAccount" && o.Name == account));
        Assert.All(objects.Where(o => o.Kind.EndsWith("RoleBinding", StringComparison.Ordinal)), binding =>
        {
            Assert.Contains(objects, role => role.Kind == binding.Text("roleRef", "kind") && role.Name == binding.Text("roleRef", "name") && role.Namespace == binding.Namespace);
            Assert.Equal((account, deployment.Namespace), (binding.Text("subjects", "0", "name"), binding.Text("subjects", "0", "namespace")));
        });
        Assert.All(objects.Where(o => o.Kind.EndsWith("PolicyBinding", StringComparison.Ordinal)), binding =>
            Assert.Contains(objects, policy => policy.Kind + "Binding" == binding.Kind && policy.Name == binding.Text("spec", "policyName")));
    }

    [Fact]
    public void A_name_that_looks_like_a_number_stays_a_text()
    {
        var objects = Chart.Rollout.Objects("nameOverride: e", new ChartRelease { Name = "1e3", Namespace = "12", ApiVersions = [ChartRelease.Policies] });
        Assert.All(objects, o => Assert.Equal("1e3", o.Text("metadata", "labels", "app.kubernetes.io/instance")));
        Assert.All(objects.Where(o => !OfTheCluster.Contains(o.Kind)), o => Assert.Equal("12", o.Text("metadata", "namespace")));
        Assert.Contains("system:serviceaccount:12:1e3", Assert.Single(objects, o => o.Name == "1e3-hold-deployments" && o.Kind == "MutatingAdmissionPolicy").Json.ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_name_leaves_room_for_what_is_added_to_it()
    {
        var objects = Chart.Rollout.Objects("secretAccess: [{namespace: a, names: [b]}]", ChartRelease.WithPolicies with { Name = new string('a', 53) });
        Assert.All(objects, o => Assert.InRange(o.Name.Length, 1, 63));
    }

    [Fact]
    public void Rendering_twice_says_the_same() => Assert.Equal(
        Chart.Rollout.Render(ValueSets.Of("everything")).Values, new Chart(Repository.Chart).Render(ValueSets.Of("everything")).Values);

    private static IReadOnlyList<RenderedObject> Objects(string values, bool policies) => Chart.Rollout.Objects(ValueSets.Of(values), ValueSets.Release(policies));

    private static HashSet<string> Labels(RenderedObject one, params string[] path) =>
        ((Dictionary<string, object?>)one.At(path)!).Select(pair => $"{pair.Key}={(string)pair.Value!}").ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Nulls(object? value, string path) => value switch
    {
        null => [path],
        Dictionary<string, object?> map => map.SelectMany(pair => Nulls(pair.Value, $"{path}.{pair.Key}")),
        List<object?> list => list.SelectMany((item, i) => Nulls(item, $"{path}[{i}]")),
        _ => [],
    };

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
