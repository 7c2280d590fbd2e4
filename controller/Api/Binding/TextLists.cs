namespace Rollout.Api.Binding;

/// <summary>Fields that hold one text or a list of texts.</summary>
internal static class TextLists
{
    /// <summary>Empty when absent.</summary>
    public static IReadOnlyList<string> Bind(FieldReader fields, string key)
    {
        var texts = new List<string>();
        foreach (var item in Items(fields, key))
        {
            if (Scalars.TextOf(item, fields.Problems) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    /// <summary>As <see cref="Bind"/>, of known words only.</summary>
    public static IReadOnlyList<string> BindWords(FieldReader fields, string key, params string[] known)
    {
        var words = new List<string>();
        foreach (var item in Items(fields, key))
        {
            if (Word(item, fields.Problems, known) is { } word)
            {
                words.Add(word);
            }
        }

        return words;
    }

    /// <summary>One known word; null when absent or wrong.</summary>
    public static string? BindWord(FieldReader fields, string key, params string[] known) =>
        fields.Find(key) is { } node ? Word(node, fields.Problems, known) : null;

    private static string? Word(SpecNode node, BindingProblems problems, string[] known)
    {
        var (kind, text) = node is SpecNode.Scalar scalar ? (scalar.Kind, scalar.Text) : (ScalarKind.Null, "");
        var isKnown = known.Contains(text, StringComparer.Ordinal);
        if (isKnown && kind == ScalarKind.Text)
        {
            return text;
        }

        // A version such as 1.1 reads as a number: 1.10 would be the same one.
        problems.Add(node.Place, isKnown ? $"is {node.Described} where text is wanted" : $"is {node.Described}, which is not known",
            isKnown ? "put it in quotes" : $"write one of {string.Join(", ", known.Select(word => char.IsAsciiDigit(word[0]) ? $"\"{word}\"" : word))}");
        return null;
    }

    private static IReadOnlyList<SpecNode> Items(FieldReader fields, string key) => fields.Find(key) switch
    {
        null => [],
        SpecNode.Sequence list => list.Items,
        var one => [one],
    };
}
