using System.Text.RegularExpressions;

namespace Rollout.Api;

/// <summary>One condition on an alert's labels, as Alertmanager writes it: <c>severity=~"page|critical"</c>.</summary>
public sealed partial class AlertMatcher
{
    private readonly string wanted;
    private readonly bool equal;
    private readonly Regex? expression;

    private AlertMatcher(string text, string label, string wanted, bool equal, Regex? expression) =>
        (Text, Label, this.wanted, this.equal, this.expression) = (text, label, wanted, equal, expression);

    /// <summary>As it was written: two of the same text pick the same alerts.</summary>
    public string Text { get; }

    public string Label { get; }

    /// <summary>Whether an alert without the label fits.</summary>
    public bool FitsNothing => Fits("");

    /// <summary>Null with what is wrong, as the end of a sentence.</summary>
    public static AlertMatcher? Parse(string text, out string? wrong)
    {
        wrong = null;
        if (Form().Match(text) is not { Success: true } match)
        {
            wrong = "is no matcher";
            return null;
        }

        var (label, sign, value) = (match.Groups[1].Value, match.Groups[2].Value, Escaped().Replace(match.Groups[3].Value, Unescaped));
        if (!sign.EndsWith('~'))
        {
            return new AlertMatcher(text, label, value, sign == "=", null);
        }

        if (!UserExpression.IsLight(value))
        {
            wrong = "holds a regular expression that repeats too much";
            return null;
        }

        try
        {
            // A light one runs without backtracking: it takes no longer than its text is long, as with RE2.
            return new AlertMatcher(text, label, value, sign == "=~", UserExpression.Of(
                $@"\A(?:{value})\z", RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1)));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            wrong = "holds no regular expression that can be read";
            return null;
        }
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels) => Fits(labels.TryGetValue(Label, out var value) ? value : "");

    /// <param name="value">Of the label; the empty text where an alert has none.</param>
    public bool Fits(string value) => equal == (expression?.IsMatch(value) ?? string.Equals(value, wanted, StringComparison.Ordinal));

    private static string Unescaped(Match match) => match.Value[1] switch
    {
        'n' => "\n",
        '"' or '\\' => match.Value[1..],
        _ => match.Value,
    };

    [GeneratedRegex(@"\A\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*""((?:[^""\\\r\n]|\\.)*)""\s*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();

    [GeneratedRegex(@"\\.", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Escaped();
}
