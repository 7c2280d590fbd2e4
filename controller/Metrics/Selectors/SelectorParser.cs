using Rollout.Api;

namespace Rollout.Metrics.Selectors;

/// <summary>
/// Reads a plain selector as PromQL writes it. What aggregates or calculates is refused with the reason: the judge needs each node's
/// raw counters, so that it sees resets and missing scrapes itself; rate() extrapolates over both.
/// </summary>
public static class SelectorParser
{
    /// <summary>Bounds the text that is looked at; no selector is that long.</summary>
    public const int MaxLength = 4096;

    private const string Plain = "write a metric name with matchers, like orders_total{kind=\"sale\"}";

    public static SelectorRead Parse(string text)
    {
        var faults = new List<SelectorFault>();
        if (text.Length > MaxLength)
        {
            faults.Add(new SelectorFault(1, FormattableString.Invariant($"the selector is longer than {MaxLength} characters"), Plain));
            return new SelectorRead(null, faults);
        }

        var reader = new SelectorText(text);
        reader.SkipBlanks();
        var nameAt = reader.At;
        var name = reader.Word(colons: true);
        if (name.Length == 0)
        {
            faults.Add(NoName(text, nameAt));
            return new SelectorRead(null, faults);
        }

        reader.SkipBlanks();
        var matchers = reader.Take('{') ? MatcherList.Read(reader, faults) : [];
        reader.SkipBlanks();
        if (!reader.AtEnd && reader.Usable)
        {
            faults.Add(Around(name, text, reader.At));
        }

        return new SelectorRead(faults.Count == 0 ? new Selector(name, matchers) : null, faults);
    }

    /// <summary>The selector's faults as problems of the field that holds it.</summary>
    public static IEnumerable<Problem> Problems(string text, string path) =>
        Parse(text).Faults.Select(f => new Problem(FormattableString.Invariant($"{path} column {f.Column}"), f.What, f.Mend));

    private static SelectorFault NoName(string text, int at)
    {
        var what = at >= text.Length ? "the selector is empty"
            : text[at] == '{' ? "the metric name is missing before the matchers"
            : text[at] is '(' or '-' or '+' || char.IsAsciiDigit(text[at]) ? "this is an expression, not a plain selector"
            : $"a metric name begins with a letter, _ or :, not with '{text[at]}'";
        return new SelectorFault(at + 1, what, Plain);
    }

    private static SelectorFault Around(string name, string text, int at)
    {
        var rest = text[at..];
        var word = new string([.. rest.TakeWhile(char.IsAsciiLetter)]);
        var (what, mend) = rest[0] switch
        {
            '(' => ($"{name}(...) is a function or an aggregation; each node's raw counter is needed, summing and differencing is done here",
                "write the plain selector that is inside the parentheses"),
            '[' => ("a range like [5m] is not wanted: the time between readings is the metric's interval", "leave the brackets off"),
            '@' => ("@ moves the time of the reading; readings are taken now", "leave it off"),
            '{' => ("a second set of matchers", "write all matchers in one set of braces"),
            '+' or '-' or '*' or '/' or '%' or '^' or '=' or '!' or '<' or '>' => ("arithmetic and comparisons are not selectors", Plain),
            _ when word is "offset" => ("offset moves the time of the reading; readings are taken now", "leave it off"),
            _ when word is "by" or "without" or "and" or "or" or "unless" or "bool" or "on" or "ignoring"
                => ($"\"{word}\" belongs to an expression, not to a plain selector", Plain),
            _ => ($"nothing may follow the selector, but there is '{(rest.Length > 20 ? rest[..20] + "…" : rest)}'", Plain),
        };
        return new SelectorFault(at + 1, what, mend);
    }
}
