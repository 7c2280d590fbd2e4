using System.Text;
using System.Text.RegularExpressions;

namespace Rollout.Charts.Tests.Rendering;

/// <summary>The chart's default rendering as plain manifests, for those without Helm.</summary>
internal static partial class PlainManifests
{
    private const string Head = "# Rendered from charts/rollout/templates with its default values; a test keeps it so (CHART_WRITE=1 dotnet test tests/Charts.Tests writes it).\n";

    private static readonly ChartRelease Release = ChartRelease.WithPolicies with { Service = "kustomize" };

    /// <summary>By path below the chart.</summary>
    public static IReadOnlyDictionary<string, string> Expected()
    {
        var rendered = Chart.Rollout.Render("", Release).Where(file => file.Key.EndsWith(".yaml", StringComparison.Ordinal)).ToLookup(file => file.Key == "policies.yaml");
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kustomize/rollout.yaml"] = Joined(rendered[false].Select(file => file.Value)),
            ["kustomize/policies/policies.yaml"] = Joined(rendered[true].Select(file => file.Value)),
        };
    }

    private static string Joined(IEnumerable<string> files)
    {
        var text = new StringBuilder(Head);
        foreach (var file in files)
        {
            var body = OfHelm().Replace(file, "").Trim();
            text.Append(body.StartsWith("---", StringComparison.Ordinal) ? "" : "---\n").Append(body).Append('\n');
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\n *helm\.sh/chart: [^\n]*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfHelm();
}
