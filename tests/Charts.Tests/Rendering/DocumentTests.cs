using System.Text.RegularExpressions;

namespace Rollout.Charts.Tests.Rendering;

/// <summary>What charts/README.md tells people to type is there.</summary>
public partial class DocumentTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "charts", "README.md"));

    [Fact]
    public void Every_file_that_it_names_is_there()
    {
        var named = Paths().Matches(Text).Select(match => match.Value.TrimEnd('.', '/')).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("charts/rollout/argocd/argocd-cm.yaml", named);
        Assert.Empty(named.Where(path => !Path.Exists(Path.Combine(Repository.Root, path.StartsWith("rollout/", StringComparison.Ordinal) ? "charts/" + path : path))
            && !path.Contains('*', StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_value_that_it_names_is_one()
    {
        var named = Values().Matches(Text).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("prometheus.address", named);
        Assert.Contains("workloads.daemonSets", named);
        Assert.Empty(named.Where(name => !IsValue(name)));
    }

    private static bool IsValue(string name)
    {
        object? at = Chart.Rollout.Defaults;
        foreach (var step in name.Split('.'))
        {
            if (at is not Dictionary<string, object?> map || !map.TryGetValue(step, out at))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@"\b(charts|tests|rollout)/[A-Za-z0-9_*./-]+(?<![,)])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Paths();

    /// <summary>After --set, or in backticks with a name that begins with one of a group of values.</summary>
    [GeneratedRegex(@"(?:--set |`)((?:image|hold|workloads|prometheus|history|serviceMonitor|prometheusRule|dashboards|rbac)\.[A-Za-z.]+|secretAccess)(?=[=:`])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Values();
}
