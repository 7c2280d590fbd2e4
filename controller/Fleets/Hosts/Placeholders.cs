using System.Text.RegularExpressions;

namespace Rollout.Fleets.Hosts;

/// <summary>
/// <c>{node}</c>, <c>{address}</c>, <c>{version}</c> inside arguments. Only a single brace around a single word is one: <c>{}</c>,
/// <c>{{.State}}</c>, <c>${HOME}</c> and <c>{ print }</c> belong to the command and stay as they are.
/// </summary>
public static partial class Placeholders
{
    /// <summary>The names used in an argument, in order.</summary>
    public static IEnumerable<string> In(string argument) => Use().Matches(argument).Select(m => m.Groups[1].Value);

    /// <summary>The argument with its placeholders filled; values are put in as they are, once: a value that looks like a placeholder is none.</summary>
    public static string Fill(string argument, IReadOnlyDictionary<string, string> values) =>
        Use().Replace(argument, m => values.TryGetValue(m.Groups[1].Value, out var value) ? value : m.Value);

    [GeneratedRegex(@"(?<![{$])\{([A-Za-z_][A-Za-z0-9_]*)\}(?!\})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Use();
}
