using System.Globalization;

namespace Rollout.Api.Binding;

/// <summary>Reads single values strictly; null means absent or wrong, and wrong is a problem with its place.</summary>
public static class Scalars
{
    /// <summary>Text, of at most so many characters and without control characters.</summary>
    public static string? Text(this FieldReader fields, string key, int longest = 1000) =>
        fields.Find(key) is { } node ? TextOf(node, fields.Problems, longest) : null;

    public static string? RequiredText(this FieldReader fields, string key, string mend, int longest = 1000) =>
        fields.Require(key, mend) is { } node ? TextOf(node, fields.Problems, longest) : null;

    /// <summary>As <see cref="Text"/>, for a node that is not a field.</summary>
    public static string? TextOf(SpecNode node, BindingProblems problems, int longest = 1000)
    {
        switch (node)
        {
            case SpecNode.Scalar { Kind: ScalarKind.Text } scalar when scalar.Text.Length == 0:
                problems.Add(node.Place, "is empty", "write its text or remove it");
                return null;
            case SpecNode.Scalar { Kind: ScalarKind.Text } scalar when scalar.Text.Length > longest:
                problems.Add(node.Place, string.Create(CultureInfo.InvariantCulture, $"has {scalar.Text.Length} characters"),
                    string.Create(CultureInfo.InvariantCulture, $"keep to {longest}"));
                return null;
            case SpecNode.Scalar { Kind: ScalarKind.Text } scalar when scalar.Text.Any(char.IsControl):
                problems.Add(node.Place, "holds a control character", "remove it");
                return null;
            case SpecNode.Scalar { Kind: ScalarKind.Text } scalar:
                return scalar.Text;
            case SpecNode.Scalar { Kind: ScalarKind.Number or ScalarKind.Boolean }:
                problems.Add(node.Place, $"is {node.Described} where text is wanted", "put it in quotes");
                return null;
            default:
                problems.Add(node.Place, $"is {node.Described} where text is wanted", "write text");
                return null;
        }
    }

    public static bool? Boolean(this FieldReader fields, string key)
    {
        var node = fields.Find(key);
        if (node is SpecNode.Scalar { Kind: ScalarKind.Boolean } scalar)
        {
            return string.Equals(scalar.Text, "true", StringComparison.OrdinalIgnoreCase);
        }

        if (node is not null)
        {
            fields.Problems.Add(node.Place, $"is {node.Described} where true or false is wanted", "write true or false, without quotes");
        }

        return null;
    }

    public static int? WholeNumber(this FieldReader fields, string key, int least, int most) =>
        fields.Find(key) is { } node ? WholeNumberOf(node, fields.Problems, least, most) : null;

    public static int? WholeNumberOf(SpecNode node, BindingProblems problems, int least, int most)
    {
        var wanted = string.Create(CultureInfo.InvariantCulture, $"write a whole number from {least} to {most}");
        if (node is not SpecNode.Scalar { Kind: ScalarKind.Number } scalar
            || !int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            problems.Add(node.Place, $"is {node.Described} where a whole number is wanted", wanted);
            return null;
        }

        if (number < least || number > most)
        {
            problems.Add(node.Place, $"is {scalar.Text}, which is out of range", wanted);
            return null;
        }

        return number;
    }

    /// <summary>A decimal, as text or as a number, with 0 &lt; value and value &lt; most (or &lt;= most).</summary>
    public static decimal? Fraction(this FieldReader fields, string key, decimal most, bool including)
    {
        if (fields.Find(key) is not { } node)
        {
            return null;
        }

        var wanted = string.Create(CultureInfo.InvariantCulture, $"write a decimal above 0 and {(including ? "at most" : "below")} {most}, such as \"0.05\"");
        if (node is not SpecNode.Scalar { Kind: ScalarKind.Text or ScalarKind.Number } scalar
            || !decimal.TryParse(scalar.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture, out var number))
        {
            var percent = node is SpecNode.Scalar given && given.Text.EndsWith('%');
            fields.Problems.Add(node.Place, $"is {node.Described} where a decimal is wanted", percent ? wanted + " (for five per cent)" : wanted);
            return null;
        }

        if (number <= 0 || number > most || (number == most && !including))
        {
            fields.Problems.Add(node.Place, $"is {scalar.Text}, which is out of range", wanted);
            return null;
        }

        return number;
    }

    /// <summary>A duration as the contract writes it, from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static TimeSpan? Duration(this FieldReader fields, string key, TimeSpan least, TimeSpan most)
    {
        if (fields.Find(key) is not { } node)
        {
            return null;
        }

        var wanted = $"write a duration from {DurationText.Format(least)} to {DurationText.Format(most)}, such as 90s, 10m or 1h30m";
        if (node is not SpecNode.Scalar { Kind: ScalarKind.Text } scalar || !DurationText.TryParse(scalar.Text, out var duration))
        {
            var unitless = node is SpecNode.Scalar { Kind: ScalarKind.Number } number ? $"; {number.Text}s for seconds" : "";
            fields.Problems.Add(node.Place, $"is {node.Described} where a duration is wanted", wanted + unitless);
            return null;
        }

        if (duration < least || duration > most)
        {
            fields.Problems.Add(node.Place, $"is {scalar.Text}, which is out of range", wanted);
            return null;
        }

        return duration;
    }

    /// <summary>One of an enum's names, in exactly their spelling.</summary>
    public static T? Choice<T>(this FieldReader fields, string key)
        where T : struct, Enum =>
        fields.Find(key) is { } node ? ChoiceOf<T>(node, fields.Problems) : null;

    public static T? ChoiceOf<T>(SpecNode node, BindingProblems problems)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        if (node is SpecNode.Scalar { Kind: ScalarKind.Text } scalar)
        {
            if (names.Contains(scalar.Text, StringComparer.Ordinal))
            {
                return Enum.Parse<T>(scalar.Text);
            }

            var nearest = NearestName.Of(scalar.Text, names);
            var list = $"one of {string.Join(", ", names)}";
            problems.Add(node.Place, $"is {node.Described}, which is not known", nearest is null ? $"write {list}" : $"did you mean {nearest}? {list}");
            return null;
        }

        problems.Add(node.Place, $"is {node.Described} where a name is wanted", $"write one of {string.Join(", ", names)}");
        return null;
    }
}
