namespace Rollout.Api.Binding;

/// <summary>Maps whose keys the user chooses: labels, headers, captures.</summary>
public static class TextMaps
{
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
                return scalar.Text;
            }

            problems.Add(node.Place, $"is {node.Described} where a single value is wanted", "write a text, a number, true or false");
            return null;
        });

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
