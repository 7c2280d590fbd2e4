namespace Rollout.Architecture.Tests;

/// <summary>Where a regular expression may be made of a text that was read from somewhere: that it has a time limit, the compiler's analyzer sees to.</summary>
internal static class ExpressionRules
{
    private static readonly string[] Makers =
    [
        "new Regex(", "Regex.IsMatch(", "Regex.Match(", "Regex.Matches(", "Regex.Replace(", "Regex.Split(", "Regex.Count(", "Regex.EnumerateMatches(", "InfiniteMatchTimeout",
    ];

    /// <summary>A file, and why it may.</summary>
    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        ["controller/Api/UserExpression.cs"] = "chooses the engine that keeps the limit",
        ["controller/Api/Binding/ExpectationBinding.cs"] = "only reads it, and searches nothing with it",
        ["probes/Probes/Redaction.cs"] = "expressions of its own",
    };

    /// <param name="file">Its path below the checkout's root, with slashes.</param>
    /// <param name="text">Of the file.</param>
    public static IEnumerable<string> Violations(string file, string text)
    {
        foreach (var line in Allowed.ContainsKey(file) ? [] : text.Split('\n').Where(l => Makers.Any(m => l.Contains(m, StringComparison.Ordinal))))
        {
            yield return $"{file} makes a regular expression itself: {line.Trim()}; take UserExpression.Of";
        }

        // The text is the author's own, and so is the limit: without a number the attribute has none.
        foreach (var made in text.Split("[GeneratedRegex(")[1..].Select(rest => rest.Split(")]\n")[0]).Where(made => !char.IsAsciiDigit(made[^1])))
        {
            yield return $"{file} has no time limit: {made}";
        }
    }
}
