using System.Text.RegularExpressions;

namespace Rollout.Api.Binding;

/// <summary>
/// The form of a selector: a metric name with matchers and nothing around it. Anything that computes (rate, sum, a range) is refused,
/// because counters are differenced here, from raw samples, with their resets (design section 5).
/// </summary>
public static partial class SelectorText
{
    /// <summary>Null when the form is right; else why it is not, as a sentence without the place.</summary>
    public static string? WhatIsWrong(string text)
    {
        if (Selector().IsMatch(text))
        {
            return null;
        }

        if (text.Contains('(', StringComparison.Ordinal) && Call().IsMatch(text))
        {
            return $"'{text}' computes: a counter is read raw and differenced by the controller, so that resets and missing samples are seen";
        }

        if (text.StartsWith('{'))
        {
            return $"'{text}' has no metric name";
        }

        return text.EndsWith(']') ? $"'{text}' asks for a range: the controller chooses the span" : $"'{text}' is no selector";
    }

    // A label's value may hold escapes and templates such as {{ namespace }}.
    [GeneratedRegex("""\A[a-zA-Z_:][a-zA-Z0-9_:]*(\{\s*([a-zA-Z_][a-zA-Z0-9_]*\s*(=|!=|=~|!~)\s*"([^"\\\r\n]|\\.)*"\s*(,\s*|(?=\})))*\})?\z""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Selector();

    [GeneratedRegex(@"\A\s*[a-z_]+\s*(\(|by\b|without\b)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Call();
}
