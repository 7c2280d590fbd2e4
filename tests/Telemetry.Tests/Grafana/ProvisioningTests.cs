using Rollout.Support;
using Rollout.Telemetry.Tests.Rules;
using YamlDotNet.RepresentationModel;

namespace Rollout.Telemetry.Tests.Grafana;

/// <summary>Grafana's provisioning files: they name each other, and their rules are those of alerts.yaml.</summary>
public class ProvisioningTests
{
    private static readonly YamlMappingNode Rules = Read("alerting", "rules.yaml");
    private static readonly YamlMappingNode Source = One(Read("datasources", "rollout.yaml"), "datasources");
    private static readonly YamlMappingNode Provider = One(Read("dashboards", "rollout.yaml"), "providers");
    private static readonly YamlMappingNode Hook = One(One(Read("alerting", "contact-point.yaml"), "contactPoints"), "receivers");

    private static IReadOnlyList<YamlMappingNode> GrafanaRules => [.. Maps(Rules, "groups").SelectMany(g => Maps(g, "rules"))];

    [Fact]
    public void Grafana_managed_rules_are_the_rules_of_Prometheus()
    {
        var prometheus = RuleFile.Alerts.Rules.Select(r => (Text(r, "alert"), Text(r, "expr"), r.Children.ContainsKey("for") ? Text(r, "for") : "0s", Text(Map(r, "labels"), "severity")));
        var grafana = GrafanaRules.Select(r => (Text(r, "title"), Text(Map(Maps(r, "data").First(), "model"), "expr"), Text(r, "for"), Text(Map(r, "labels"), "severity")));
        Assert.Equal(prometheus, grafana);
        Assert.Equal(
            RuleFile.Alerts.Rules.Select(r => Text(Map(r, "annotations"), "runbook_url")), GrafanaRules.Select(r => Text(Map(r, "annotations"), "runbook_url")));
    }

    /// <summary>A query of Prometheus' kind returns what is to fire; also where its value is 0.</summary>
    [Fact]
    public void A_rule_fires_on_every_series_that_its_query_returns_and_not_without_data() => Assert.All(GrafanaRules, rule =>
    {
        var data = Maps(rule, "data").ToList();
        Assert.Equal(["A", "C"], data.Select(d => Text(d, "refId")));
        Assert.Equal("true", Text(Map(data[0], "model"), "instant"));
        Assert.Equal(("__expr__", "math", "is_number($A)"), (Text(data[1], "datasourceUid"), Text(Map(data[1], "model"), "type"), Text(Map(data[1], "model"), "expression")));
        Assert.Equal(("C", "OK", "Error"), (Text(rule, "condition"), Text(rule, "noDataState"), Text(rule, "execErrState")));
    });

    /// <summary>Grafana replaces $NAME and ${NAME} in them by environment variables, with nothing where there is none.</summary>
    [Fact]
    public void Annotations_hold_no_dollar_sign() => Assert.All(
        GrafanaRules.SelectMany(r => Map(r, "annotations").Children.Values.Cast<YamlScalarNode>()), a => Assert.DoesNotContain("$", a.Value!, StringComparison.Ordinal));

    [Fact]
    public void Uids_are_unique_and_short_enough_and_rules_ask_the_data_source_that_is_provisioned()
    {
        var uids = GrafanaRules.Select(r => Text(r, "uid")).Append(Text(Hook, "uid")).Append(Text(Source, "uid")).ToList();
        Assert.Equal(uids.Count, uids.Distinct().Count());
        Assert.All(uids, uid => Assert.InRange(uid.Length, 8, 40));
        Assert.All(GrafanaRules, r => Assert.Equal(Text(Source, "uid"), Text(Maps(r, "data").First(), "datasourceUid")));
        Assert.All(Maps(Rules, "groups"), g => Assert.Equal(Text(Provider, "folder"), Text(g, "folder")));
    }

    [Fact]
    public void The_contact_point_posts_to_the_controllers_hook_with_a_token_by_reference()
    {
        var settings = Map(Hook, "settings");
        Assert.Equal("webhook", Text(Hook, "type"));
        Assert.Equal("false", Text(Hook, "disableResolveMessage"));
        Assert.EndsWith("/hooks/grafana", Text(settings, "url"), StringComparison.Ordinal);
        Assert.Equal(("POST", "Bearer", "${ROLLOUT_HOOK_TOKEN}"), (Text(settings, "httpMethod"), Text(settings, "authorization_scheme"), Text(settings, "authorization_credentials")));
    }

    private static YamlMappingNode One(YamlMappingNode map, string key) => Maps(map, key).Single();

    private static IEnumerable<YamlMappingNode> Maps(YamlMappingNode map, string key) => ((YamlSequenceNode)map[key]).Cast<YamlMappingNode>();

    private static string Text(YamlMappingNode map, string key) => RuleFile.Text(map, key);

    private static YamlMappingNode Map(YamlMappingNode map, string key) => RuleFile.Map(map, key);

    private static YamlMappingNode Read(params IReadOnlyList<string> parts)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Checkout.At(["charts", "rollout", "files", "grafana", .. parts]));
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }
}
