using System.Collections.Immutable;

namespace Rollout.Probes.Contracts;

/// <summary>Joins what two sets of answers showed. Pure, and the same whatever the order.</summary>
public static class ShapeMerge
{
    /// <summary>Distinct texts beyond which they are no list of words.</summary>
    public const int MostWords = 12;

    public static Shape Join(Shape one, Shape other)
    {
        var members = one.Members.ToBuilder();
        foreach (var (name, shape) in other.Members)
        {
            members[name] = members.TryGetValue(name, out var known) ? Join(known, shape) : shape;
        }

        var open = one.Open || other.Open || members.Count > ShapeInference.MostMembers;
        return new Shape
        {
            Kinds = one.Kinds | other.Kinds,
            Seen = one.Seen + other.Seen,
            Objects = one.Objects + other.Objects,
            Members = open ? Shape.Unseen.Members : members.ToImmutable(),
            Open = open,
            Items = (one.Items, other.Items) switch
            {
                ({ } a, { } b) => Join(a, b),
                var (a, b) => a ?? b,
            },
            Words = Join(one.Words, other.Words),
            Texts = one.Texts + other.Texts,
            Format = (one.Format, other.Format) switch
            {
                ({ } a, { } b) => a == b ? a : TextFormat.Plain,
                var (a, b) => a ?? b,
            },
        };
    }

    private static ImmutableSortedSet<string>? Join(ImmutableSortedSet<string>? one, ImmutableSortedSet<string>? other) =>
        one is null || other is null ? null
        : one.Union(other) is { Count: <= MostWords } all ? all
        : null;
}
