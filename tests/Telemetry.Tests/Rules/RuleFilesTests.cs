using System.Text.RegularExpressions;
using Rollout.Support;
using YamlDotNet.RepresentationModel;

namespace Rollout.Telemetry.Tests.Rules;

/// <summary>The rules that the chart installs, held to Prometheus' own tool, to the controller's metrics and to the runbook.</summary>
public sealed partial class RuleFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-rules-").FullName;

    public static TheoryData<string> AlertNames => [.. RuleFile.Alerts.Rules.Select(r => RuleFile.Text(r, "alert"))];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Promtool_takes_the_rules()
    {
        var (code, said) = await Promtool.RunAsync("check", "rules", RuleFile.Alerts.Path, RuleFile.Recording.Path);
        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task Promtool_finds_every_unit_test_passing()
    {
        var (code, said) = await Promtool.RunAsync("test", "rules", RuleFile.AlertTests.Path, RuleFile.RecordingTests.Path);
        Assert.True(code == 0, said);
    }

    [Fact]
    public void Every_alert_is_tested_firing_and_not_firing_and_every_recorded_series_is_asked_for()
    {
        Assert.Equal(Names("alert", RuleFile.Alerts), RuleFile.AlertTests.Expected.Where(e => e.Fires).Select(e => e.Alert).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Names("alert", RuleFile.Alerts), RuleFile.AlertTests.Expected.Where(e => !e.Fires).Select(e => e.Alert).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Names("record", RuleFile.Recording), r => Assert.Contains(RuleFile.RecordingTests.Expressions, e => e.Contains(r, StringComparison.Ordinal)));
    }

    /// <summary>Planted faults: the unit tests notice an alert that never fires, and one that always does.</summary>
    [Theory]
    [MemberData(nameof(AlertNames))]
    public async Task The_unit_tests_notice_when_an_alert_is_broken(string alert)
    {
        foreach (var broken in new[] { "vector(0) > 1", "vector(1)" })
        {
            var rules = await File.ReadAllTextAsync(RuleFile.Alerts.Path);
            var expression = new Regex($"(alert: {alert}\n(?:    #.*\n)?    expr: )(?:>-\n(?:      .*\n)+|.*\n)", RegexOptions.None, TimeSpan.FromSeconds(1));
            Assert.Single(expression.Matches(rules));
            await File.WriteAllTextAsync(Path.Combine(folder, "alerts.yaml"), expression.Replace(rules, "${1}" + broken + "\n"));
            var tests = Path.Combine(folder, "alerts.test.yaml");
            var text = await File.ReadAllTextAsync(RuleFile.AlertTests.Path);
            await File.WriteAllTextAsync(tests, LinePath().Replace(text, "rule_files: [alerts.yaml]"));
            var (code, said) = await Promtool.RunAsync("test", "rules", tests);
            Assert.True(code == 1 && said.Contains(alert, StringComparison.Ordinal), $"{alert} as '{broken}' went unnoticed: {said}");
        }
    }

    [Fact]
    public void Every_alert_has_a_severity_a_summary_a_description_with_numbers_and_its_own_runbook_section() => Assert.All(RuleFile.Alerts.Rules, rule =>
    {
        var (name, annotations) = (RuleFile.Text(rule, "alert"), RuleFile.Map(rule, "annotations"));
        Assert.Contains(RuleFile.Text(RuleFile.Map(rule, "labels"), "severity"), new[] { "critical", "warning" });
        Assert.InRange(RuleFile.Text(annotations, "summary").Length, 20, 120);
        Assert.Matches("[0-9]|[$]value|query", RuleFile.Text(annotations, "description"));
        Assert.Equal($"https://staggered.dev/runbook#{name.ToLowerInvariant()}", RuleFile.Text(annotations, "runbook_url"));
    });

    [Fact]
    public async Task Every_alert_has_its_section_in_the_runbook_and_every_section_its_alert()
    {
        var runbook = (await File.ReadAllTextAsync(Checkout.At("charts", "RUNBOOK.md"))).Split("\n## ").Skip(1).ToList();
        Assert.Equal(Names("alert", RuleFile.Alerts), runbook.Select(s => s[..s.IndexOf('\n', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.All(runbook, section => Assert.All(["**What it means.**", "**First look.**", "**What to do.**"], part => Assert.Contains(part, section, StringComparison.Ordinal)));
    }

    [Fact]
    public void Rules_ask_only_for_series_and_labels_that_the_controller_has()
    {
        using var telemetry = Shop.Telemetry();
        Shop.SayAll(telemetry.Meter);
        var known = Shop.Series(Shop.Text(telemetry)).Select(s => s.Split('{')[0]).ToHashSet(StringComparer.Ordinal);
        var asked = RuleFile.Alerts.Rules.Concat(RuleFile.Recording.Rules)
            .SelectMany(r => ((YamlScalarNode[])[(YamlScalarNode)r["expr"], .. Annotations(r)]).SelectMany(t => Series().Matches(t.Value!).Select(m => m.Value)))
            .Distinct().ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, series => Assert.Contains(series, known));
    }

    private static IEnumerable<YamlScalarNode> Annotations(YamlMappingNode rule) =>
        rule.Children.TryGetValue("annotations", out var all) ? ((YamlMappingNode)all).Children.Values.Cast<YamlScalarNode>() : [];

    private static IEnumerable<string> Names(string key, RuleFile file) => file.Rules.Select(r => RuleFile.Text(r, key)).Order(StringComparer.Ordinal);

    [GeneratedRegex("(?<![a-z_:])staggered_[a-z_]+", RegexOptions.None, 1000)]
    private static partial Regex Series();

    [GeneratedRegex("^rule_files: .*$", RegexOptions.Multiline, 1000)]
    private static partial Regex LinePath();
}
