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
            // A version such as 1.1 reads as a number, and is meant as a word.
            var text = item is SpecNode.Scalar { Kind: ScalarKind.Number or ScalarKind.Text } scalar ? scalar.Text : null;
            if (text is not null && known.Contains(text, StringComparer.Ordinal))
            {
                words.Add(text);
            }
            else
            {
                fields.Problems.Add(item.Place, $"is {item.Described}, which is not known", $"write one of {string.Join(", ", known)}");
            }
        }

        return words;
    }

    /// <summary>One known word; null when absent or wrong.</summary>
    public static string? BindWord(FieldReader fields, string key, params string[] known) =>
        BindWords(fields, key, known) is [var word, ..] ? word : null;

    private static IReadOnlyList<SpecNode> Items(FieldReader fields, string key) => fields.Find(key) switch
    {
        null => [],
        SpecNode.Sequence list => list.Items,
        var one => [one],
    };
}
