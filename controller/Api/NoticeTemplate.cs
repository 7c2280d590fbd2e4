using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rollout.Api;

/// <summary>Texts with names in double braces, for what receivers are told. Pure.</summary>
public static partial class NoticeTemplate
{
    /// <summary>All that may stand in braces.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["event", "namespace", "rollout", "revision", "stable", "phase", "reason", "message", "severity", "stage", "at", "key"];

    /// <summary>The names in a text that stand for nothing.</summary>
    public static IReadOnlyList<string> Unknown(string template) =>
        [.. Use().Matches(template).Select(m => m.Groups[1].Value.Trim()).Where(n => !Names.Contains(n, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)];

    /// <summary>The text with every name replaced, once: what is put in is not looked at again.</summary>
    /// <param name="template">The text.</param>
    /// <param name="values">A value for each of <see cref="Names"/>.</param>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        var json = IsJson(template);
        return Use().Replace(template, match => values.TryGetValue(match.Groups[1].Value.Trim(), out var value) ? json ? Escaped(value) : value : match.Value);
    }

    /// <summary>Whether a body made of the text is JSON.</summary>
    public static bool IsJson(string template) => template.AsSpan().TrimStart() is ['{' or '[', ..] text && !text.StartsWith("{{");

    private static string Escaped(string value) => JsonEncodedText.Encode(value).ToString();

    [GeneratedRegex(@"\{\{([^{}]*)\}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Use();
}
