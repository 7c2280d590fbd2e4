namespace Rollout.Probes.Contracts;

/// <summary>What a value was seen as. Several at once: it was seen as each.</summary>
[Flags]
public enum ShapeKind
{
    None = 0,
    Null = 1,
    Boolean = 2,

    /// <summary>A number without a fraction.</summary>
    Whole = 4,

    /// <summary>A number with a fraction.</summary>
    Fraction = 8,
    Text = 16,
    Array = 32,
    /// <summary>An object of members.</summary>
    Map = 64,

    /// <summary>No JSON: an empty body, a page.</summary>
    Other = 128,
}
