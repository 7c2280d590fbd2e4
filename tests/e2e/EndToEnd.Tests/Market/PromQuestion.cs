using System.Globalization;
using System.Text.RegularExpressions;

namespace Rollout.EndToEnd.Tests.Market;

/// <summary>
/// The part of PromQL that is served: <c>name{matchers}[span]</c> at a time, and <c>last_over_time</c> of it over steps. Written without the
/// controller's own parser, so that one checks the other. Pure.
/// </summary>
internal sealed partial record PromQuestion(string Name, IReadOnlyList<(string Label, string Sign, string Value)> Matchers, TimeSpan Span, bool Newest)
{
    /// <exception cref="FormatException">It is anything else.</exception>
    public static PromQuestion Of(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success)
        {
            throw new FormatException($"not served here: {text}");
        }

        var matchers = OneMatcher().Matches(match.Groups["matchers"].Value)
            .Select(m => (m.Groups[1].Value, m.Groups[2].Value, Plain(m.Groups[3].Value))).ToList();
        var amount = double.Parse(match.Groups["amount"].Value, CultureInfo.InvariantCulture);
        return new PromQuestion(match.Groups["name"].Value, matchers,
            match.Groups["unit"].Value == "ms" ? TimeSpan.FromMilliseconds(amount) : TimeSpan.FromSeconds(amount), match.Groups["newest"].Success);
    }

    /// <summary>A label that is not there is empty.</summary>
    public bool Accepts(IReadOnlyDictionary<string, string> labels) => Matchers.All(m =>
    {
        var value = labels.GetValueOrDefault(m.Label, "");
        return m.Sign switch
        {
            "=" => value == m.Value,
            "!=" => value != m.Value,
            "=~" => Whole(m.Value).IsMatch(value),
            _ => !Whole(m.Value).IsMatch(value),
        };
    });

    private static Regex Whole(string pattern) => new($"^(?:{pattern})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    private static string Plain(string quoted) => Escape().Replace(quoted, m => m.Groups[1].Value == "n" ? "\n" : m.Groups[1].Value);

    [GeneratedRegex("""^(?<newest>last_over_time\()?(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<matchers>(?:[^"}]|"(?:[^"\\]|\\.)*")*)\})?\[(?<amount>[0-9]+)(?<unit>ms|s)\]\)?$""", RegexOptions.None, 5000)]
    private static partial Regex Shape();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)["]""", RegexOptions.None, 5000)]
    private static partial Regex OneMatcher();

    [GeneratedRegex("""\\(.)""", RegexOptions.None, 5000)]
    private static partial Regex Escape();
}
