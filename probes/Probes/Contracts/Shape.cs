using System.Collections.Immutable;

namespace Rollout.Probes.Contracts;

/// <summary>
/// What is known of a value's form from the answers seen so far. Immutable; <see cref="ShapeMerge"/> joins two.
/// </summary>
public sealed record Shape
{
    public static Shape Unseen { get; } = new();

    /// <summary>All that it was seen as.</summary>
    public ShapeKind Kinds { get; init; }

    /// <summary>Times the value was seen.</summary>
    public long Seen { get; init; }

    /// <summary>Times it was seen as an object: what a member's own count is compared with.</summary>
    public long Objects { get; init; }

    /// <summary>By name; a member that was there in every object is a required one.</summary>
    public ImmutableSortedDictionary<string, Shape> Members { get; init; } = ImmutableSortedDictionary.Create<string, Shape>(StringComparer.Ordinal);

    /// <summary>More members than are kept were seen: names are data here, as in a map by id.</summary>
    public bool Open { get; init; }

    /// <summary>All items of all arrays together; null while every array was empty.</summary>
    public Shape? Items { get; init; }

    /// <summary>The texts seen, while they are few; null where they are too many to be a list of words.</summary>
    public ImmutableSortedSet<string>? Words { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Times it was seen as a text.</summary>
    public long Texts { get; init; }

    /// <summary>What every text seen was; null while none was seen.</summary>
    public TextFormat? Format { get; init; }
}
