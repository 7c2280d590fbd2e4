using System.Collections.Immutable;
using System.Text.Json;

namespace Rollout.Probes.Contracts;

/// <summary>The shape of one JSON value. Pure.</summary>
public static class ShapeInference
{
    /// <summary>Members of one object that are kept; with more of them the names are data.</summary>
    public const int MostMembers = 200;

    /// <summary>Items of an array that are looked at.</summary>
    public const int MostItems = 200;

    /// <summary>Longer texts are no words of a list.</summary>
    public const int LongestWord = 40;

    private const int Deepest = 24;

    /// <summary>Of a body that is no JSON.</summary>
    public static Shape NotJson { get; } = One(ShapeKind.Other);

    public static Shape Of(JsonElement value) => Of(value, 0);

    private static Shape Of(JsonElement value, int depth)
    {
        if (depth > Deepest)
        {
            return Shape.Unseen;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Null => One(ShapeKind.Null),
            JsonValueKind.True or JsonValueKind.False => One(ShapeKind.Boolean),
            JsonValueKind.Number => One(value.TryGetInt64(out _) || !value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? ShapeKind.Whole : ShapeKind.Fraction),
            JsonValueKind.String => Text(value.GetString()!),
            JsonValueKind.Array => One(ShapeKind.Array) with
            {
                Items = value.GetArrayLength() == 0 ? null
                    : value.EnumerateArray().Take(MostItems).Select(v => Of(v, depth + 1)).Aggregate(ShapeMerge.Join),
            },
            JsonValueKind.Object => Object(value, depth),
            _ => Shape.Unseen,
        };
    }

    private static Shape One(ShapeKind kind) => new() { Kinds = kind, Seen = 1 };

    private static Shape Text(string text) => One(ShapeKind.Text) with
    {
        Texts = 1,
        Format = TextFormats.Of(text),
        Words = text.Length <= LongestWord ? ImmutableSortedSet.Create<string>(StringComparer.Ordinal, text) : null,
    };

    private static Shape Object(JsonElement value, int depth)
    {
        var members = ImmutableSortedDictionary.CreateBuilder<string, Shape>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            // Of a name that stands twice the last counts, as for most readers.
            members[member.Name] = Of(member.Value, depth + 1);
            if (members.Count > MostMembers)
            {
                return One(ShapeKind.Map) with { Objects = 1, Open = true };
            }
        }

        return One(ShapeKind.Map) with { Objects = 1, Members = members.ToImmutable() };
    }
}
