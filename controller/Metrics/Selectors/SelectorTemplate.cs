using System.Text.RegularExpressions;
using Rollout.Api;

namespace Rollout.Metrics.Selectors;

/// <summary>
/// Fills <c>{{ namespace }}</c> and <c>{{ workload }}</c> in the values of matchers. It is done after parsing, so that no name can end a
/// quotation; in a regular expression a name stands for itself, not for a pattern.
/// </summary>
internal static partial class SelectorTemplate
{
    private const string Known = "{{ namespace }}, {{ workload }}";
    private const string Special = @"\.+*?()|[]{}^$";

    /// <summary>Without a workload the text is left as it stands.</summary>
    public static Selector Fill(Selector selector, WorkloadName? workload) => workload is null || !selector.Matchers.Any(m => Use().IsMatch(m.Value))
        ? selector
        : selector with { Matchers = [.. selector.Matchers.Select(m => new LabelMatcher(m.Label, m.Kind, Filled(m, workload)))] };

    /// <summary>Templates that nobody knows.</summary>
    public static IEnumerable<Problem> Problems(Selector selector, string path)
    {
        foreach (var matcher in selector.Matchers)
        {
            foreach (var name in Use().Matches(matcher.Value).Select(m => m.Groups[1].Value).Where(n => n is not ("namespace" or "workload")))
            {
                yield return new Problem(path, $"the template {{{{ {name} }}}} in the matcher of {matcher.Label} is not known", $"known are {Known}");
            }
        }
    }

    private static string Filled(LabelMatcher matcher, WorkloadName workload) => Use().Replace(matcher.Value, use =>
    {
        var name = use.Groups[1].Value == "namespace" ? workload.Namespace : workload.Workload;
        return matcher.Kind is MatchKind.Matches or MatchKind.NotMatches ? Literal(name) : name;
    });

    /// <summary>As both RE2 and .NET read it.</summary>
    internal static string Literal(string text) => string.Concat(text.Select(c => Special.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c.ToString()));

    [GeneratedRegex(@"\{\{\s*([^{}]*?)\s*\}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Use();
}
