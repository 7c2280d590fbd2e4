using System.Text.RegularExpressions;

namespace Rollout.Api.Binding;

/// <summary>The names that stand in a probe's texts: <c>{{ name }}</c>, <c>{{ customer.name }}</c>.</summary>
public static partial class TemplateText
{
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>A field name of HTTP (RFC 9110 section 5.1: a token).</summary>
    public static bool IsHeader(string text) => Token().IsMatch(text);

    /// <summary>The variables that a text uses, each once.</summary>
    public static IEnumerable<string> Variables(string? text) =>
        text is null ? [] : Use().Matches(text).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal);

    /// <summary>The text with a letter for every variable.</summary>
    public static string WithoutVariables(string text) => text.Contains("{{", StringComparison.Ordinal) ? Use().Replace(text, "x") : text;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"\{\{\s*((?:customer\.)?[A-Za-z][A-Za-z0-9_-]*)\s*\}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Use();
}
