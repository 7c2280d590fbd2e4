using System.Globalization;

namespace Rollout.Api.Binding;

/// <summary>Maps whose keys the user chooses: labels, headers, captures.</summary>
public static class TextMaps
{
    private const int Longest = 1000;

    public static IReadOnlyDictionary<string, string> Empty { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Text to text; null when absent or no map.</summary>
    public static IReadOnlyDictionary<string, string>? Bind(FieldReader fields, string key, bool ignoreCase = false) =>
        Entries(fields, key, ignoreCase, (node, problems) => Scalars.TextOf(node, problems));

    /// <summary>Text to any single value, kept as its text (numbers and booleans as written).</summary>
    public static IReadOnlyDictionary<string, string>? BindValues(FieldReader fields, string key) =>
        Entries(fields, key, ignoreCase: false, (node, problems) =>
        {
            if (node is SpecNode.Scalar { Kind: not ScalarKind.Null } scalar)
            {
                return Bounded(scalar, problems);
            }

            problems.Add(node.Place, $"is {node.Described} where a single value is wanted", "write a text, a number, true or false");
            return null;
        });

    /// <summary>Text to a text, which may be empty, or to a whole number, kept as its text.</summary>
    public static IReadOnlyDictionary<string, string>? BindTextsOrNumbers(FieldReader fields, string key) =>
        Entries(fields, key, ignoreCase: false, (node, problems) =>
        {
            if (node is SpecNode.Scalar { Kind: ScalarKind.Text or ScalarKind.Number } scalar
                && (scalar.Kind == ScalarKind.Text || long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
            {
                return Bounded(scalar, problems);
            }

            problems.Add(node.Place, $"is {node.Described} where text or a whole number is wanted", node is SpecNode.Scalar ? "put it in quotes" : "write text");
            return null;
        });

    private static string? Bounded(SpecNode.Scalar scalar, BindingProblems problems)
    {
        if (scalar.Text.Length <= Longest)
        {
            return scalar.Text;
        }

        problems.Add(scalar.Place, string.Create(CultureInfo.InvariantCulture, $"has {scalar.Text.Length} characters"),
            string.Create(CultureInfo.InvariantCulture, $"keep to {Longest}"));
        return null;
    }

    private static Dictionary<string, string>? Entries(FieldReader fields, string key, bool ignoreCase, Func<SpecNode, BindingProblems, string?> read)
    {
        if (fields.Find(key) is not { } node || FieldReader.Open(node, fields.Problems) is null || node is not SpecNode.Map map)
        {
            return null;
        }

        var values = new Dictionary<string, string>(ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (read(entry.Value, fields.Problems) is { } value)
            {
                values.TryAdd(entry.Key, value);
            }
        }

        return values;
    }
}
