using System.Text.RegularExpressions;
using Rollout.Support;

namespace Rollout.Telemetry.Tests;

/// <summary>The table of metrics in charts/MONITORING.md is what the page of a controller has: names, types and labels.</summary>
public partial class MetricTableTests
{
    [Fact]
    public async Task Every_metric_is_in_the_table_with_its_type_and_labels_and_no_other_is()
    {
        var text = await File.ReadAllTextAsync(Checkout.At("charts", "MONITORING.md"));
        var written = Row().Matches(text).Select(m => $"{m.Groups["name"]} {m.Groups["type"]}: {m.Groups["labels"].Value.Trim()}".TrimEnd()).ToList();
        using var telemetry = Shop.Telemetry();
        Shop.SayAll(telemetry.Meter);
        Assert.Equal(Shown(Shop.Text(telemetry)).Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Shown(string page)
    {
        var series = Shop.Series(page).ToList();
        foreach (var declared in Declared().Matches(page).Select(m => (Name: m.Groups["name"].Value, Type: m.Groups["type"].Value)))
        {
            var one = series.First(s => s.Split('{')[0] is var n && (n == declared.Name || n == declared.Name + "_count"));
            var labels = Label().Matches(one).Select(m => m.Groups["label"].Value).OrderBy(Place).ThenBy(l => l, StringComparer.Ordinal);
            yield return $"{declared.Name} {declared.Type}: {string.Join(", ", labels)}".TrimEnd();
        }
    }

    /// <summary>The rollout first, then the rest.</summary>
    private static int Place(string label) => label switch { "namespace" => 0, "name" => 1, "metric" or "probe" => 2, _ => 3 };

    [GeneratedRegex(@"^\| `(?<name>staggered_\w+)` \| (?<type>\w+) \| (?<labels>[\w, ]*)\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"^# TYPE (?<name>\w+) (?<type>\w+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declared();

    [GeneratedRegex("(?<label>[a-z]+)=\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
