using System.Text.RegularExpressions;

namespace Rollout.Charts.Tests.Rendering;

/// <summary>What the controller may do: these lines and no other. A verb that the code does not call has no place here.</summary>
public partial class PermissionTests
{
    private const string All = """
        ClusterRole rollout: apps/controllerrevisions create,delete,get,list,watch
        ClusterRole rollout: configmaps create,get,patch
        ClusterRole rollout: events.k8s.io/events create,patch
        ClusterRole rollout: namespaces get
        ClusterRole rollout: pods get,list,watch
        ClusterRole rollout: services get
        ClusterRole rollout: staggered.dev/acceptanceprobes get,list,watch
        ClusterRole rollout: staggered.dev/acceptanceprobes/status patch
        ClusterRole rollout: staggered.dev/businessmetrics get,list,watch
        ClusterRole rollout: staggered.dev/businessmetrics/status update
        ClusterRole rollout: staggered.dev/staggeredrollouts get,list,patch,watch
        ClusterRole rollout: staggered.dev/staggeredrollouts/finalizers update
        ClusterRole rollout: staggered.dev/staggeredrollouts/status update
        ClusterRole rollout-cluster: admissionregistration.k8s.io/mutatingadmissionpolicies list,watch
        ClusterRole rollout-cluster: admissionregistration.k8s.io/mutatingadmissionpolicybindings list,watch
        ClusterRole rollout-cluster: authentication.k8s.io/tokenreviews create
        ClusterRole rollout-cluster: authorization.k8s.io/subjectaccessreviews create
        ClusterRole rollout-cluster: nodes get,list,watch
        ClusterRole rollout-daemonsets: apps/daemonsets get,list,patch,watch
        ClusterRole rollout-daemonsets: pods delete
        ClusterRole rollout-deployments: apps/deployments get,list,patch,watch
        ClusterRole rollout-deployments: apps/replicasets create,delete,get,list,patch,watch
        ClusterRole rollout-statefulsets: apps/statefulsets get,list,patch,watch
        ClusterRole rollout-statefulsets: pods delete
        Role rollout-system/rollout-lease: coordination.k8s.io/leases create
        Role rollout-system/rollout-lease: coordination.k8s.io/leases[rollout-controller] get,update
        """;

    public static TheoryData<string, bool> Sets => ValueSets.All;

    [Fact]
    public void By_default_exactly_these() => Assert.Equal(All.Split('\n').Order(StringComparer.Ordinal), Granted(""));

    /// <summary>What the operator's own README says that it must be allowed to do, resource by resource.</summary>
    [Fact]
    public void They_are_what_the_operator_asks_for()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "controller", "Server", "Operator", "README.md"));
        var asked = Rows().Matches(readme).Where(row => row.Groups[1].Value is not ("group" or "flag"))
            .SelectMany(row => row.Groups[2].Value.Split(", ").Select(resource => (Resource: (row.Groups[1].Value == "(core)" ? "" : row.Groups[1].Value + "/") + resource, Verbs: row.Groups[3].Value)))
            .Where(row => row.Resource != "secrets")
            .Select(row => $"{row.Resource} {Sorted(row.Verbs.Replace("; delete for StatefulSets and DaemonSets", ", delete", StringComparison.Ordinal).Split(", "))}")
            .Append("coordination.k8s.io/leases create,get,update");
        var granted = Granted("").Select(line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..].Replace("[rollout-controller]", "", StringComparison.Ordinal).Split(' '))
            .GroupBy(parts => parts[0], parts => parts[1], StringComparer.Ordinal).Select(same => $"{same.Key} {Sorted(same.SelectMany(verbs => verbs.Split(',')))}");
        Assert.Contains("coordination.k8s.io leases get, create, update", readme, StringComparison.Ordinal);
        Assert.Contains("`rollout-controller`", readme, StringComparison.Ordinal);
        Assert.Equal(asked.Order(StringComparer.Ordinal), granted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void In_one_namespace_only_what_belongs_to_the_cluster_is_of_the_cluster()
    {
        var expected = All.Split('\n').Where(line => !line.Contains("daemonsets", StringComparison.Ordinal) && !line.Contains("nodes", StringComparison.Ordinal))
            .Select(line => line.StartsWith("ClusterRole rollout-cluster", StringComparison.Ordinal) ? line
                : line.Replace("ClusterRole ", "Role store/", StringComparison.Ordinal));
        Assert.Equal(expected.Order(StringComparer.Ordinal), Granted(ValueSets.Of("one-namespace")));
    }

    [Theory]
    [InlineData("deployments", "-deployments:")]
    [InlineData("stateful-sets", "-statefulsets:")]
    [InlineData("daemon-sets", "-daemonsets:", "nodes")]
    public void A_kind_that_is_off_gets_nothing(string values, params string[] own)
    {
        string[] kinds = ["-deployments:", "-statefulsets:", "-daemonsets:", "nodes"];
        var others = kinds.Except(own, StringComparer.Ordinal).ToList();
        Assert.Equal(All.Split('\n').Where(line => !others.Any(other => line.Contains(other, StringComparison.Ordinal))).Order(StringComparer.Ordinal), Granted(ValueSets.Of(values)));
    }

    [Fact]
    public void Secrets_are_read_by_name_alone_and_only_where_that_was_asked_for()
    {
        Assert.Equal(
            ["Role 123/rollout-staggered-secrets: secrets[456] get", "Role store/rollout-staggered-secrets: secrets[prometheus,test-customer] get"],
            Granted(ValueSets.Of("everything")).Where(line => line.Contains("secret", StringComparison.Ordinal)));
        Assert.Contains("the namespace a stands there twice", Assert.Throws<Templates.TemplateFault>(() =>
            Chart.Rollout.Render("secretAccess: [{namespace: a, names: [b]}, {namespace: a, names: [c]}]")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Nothing_is_granted_by_a_star_and_no_secret_is_listed(string values, bool policies)
    {
        var roles = Chart.Rollout.Objects(ValueSets.Of(values), ValueSets.Release(policies)).Where(o => o.Kind is "Role" or "ClusterRole").ToList();
        Assert.Equal(values != "nothing", roles.Count > 0);
        var rules = roles.SelectMany(role => role.Maps("rules")).ToList();
        Assert.All(rules, rule => Assert.DoesNotContain("*", Texts(rule, "apiGroups").Concat(Texts(rule, "resources")).Concat(Texts(rule, "verbs"))));
        Assert.All(rules.Where(rule => Texts(rule, "resources").Contains("secrets")), rule =>
        {
            Assert.Equal(["get"], Texts(rule, "verbs"));
            Assert.NotEmpty(Texts(rule, "resourceNames"));
        });
        string[] never = ["escalate", "bind", "impersonate", "deletecollection"];
        Assert.All(rules.Where(rule => !Texts(rule, "resources").Contains("staggeredrollouts")), rule => Assert.Empty(Texts(rule, "verbs").Intersect(never)));
    }

    [Fact]
    public void People_get_their_permissions_through_the_roles_of_the_cluster()
    {
        var people = Chart.Rollout.Objects().Where(o => o.File == "rbac-people.yaml").ToDictionary(o => o.Name, StringComparer.Ordinal);
        Assert.Equal("true", people["rollout-view"].Text("metadata", "labels", "rbac.authorization.k8s.io/aggregate-to-view"));
        Assert.Null(people["rollout-edit"].At("metadata", "labels", "rbac.authorization.k8s.io/aggregate-to-view"));
        Assert.Equal(["rollout-alerts"], Chart.Rollout.Objects(ValueSets.Of("daemon-sets")).Where(o => o.File == "rbac-people.yaml").Select(o => o.Name));
        Assert.Equal(["rollout-alerts", "rollout-edit", "rollout-view"], people.Keys.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Granted(string values) => Chart.Rollout.Objects(values).Where(o => o.Kind is "Role" or "ClusterRole" && o.File != "rbac-people.yaml")
        .SelectMany(role => role.Maps("rules").SelectMany(rule => Lines(role, rule))).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Lines(RenderedObject role, Dictionary<string, object?> rule) =>
        from theGroup in Texts(rule, "apiGroups")
        from resource in Texts(rule, "resources")
        let names = Texts(rule, "resourceNames") is { Count: > 0 } only ? $"[{string.Join(',', only)}]" : ""
        select $"{role.Kind} {(role.Namespace.Length > 0 ? role.Namespace + "/" : "")}{role.Name}: {(theGroup.Length > 0 ? theGroup + "/" : "")}{resource}{names} "
            + string.Join(',', Texts(rule, "verbs").Order(StringComparer.Ordinal));

    private static string Sorted(IEnumerable<string> verbs) => string.Join(',', verbs.Select(verb => verb.Trim()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <summary>A row of a table: group, resources, verbs.</summary>
    [GeneratedRegex(@"^\| (\(core\)|[a-z0-9.]+) \| ([a-z/, ]+) \| ([a-zSD, ;]+) \|", RegexOptions.CultureInvariant | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rows();

    private static List<string> Texts(Dictionary<string, object?> rule, string key) => [.. (rule.GetValueOrDefault(key) as List<object?> ?? []).Cast<string>()];
}
