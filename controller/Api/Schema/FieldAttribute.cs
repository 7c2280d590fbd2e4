namespace Rollout.Api.Schema;

/// <summary>
/// What a property of a resource allows beyond its type. The CRD's schema is made of it, and tests hold the binder to it. Without one a
/// text has 1 to 1000 characters, a list or map at most 50 entries, a duration lies between 0 and 90 days.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAttribute : Attribute
{
    /// <summary>The key as it is written; null: the property's name in camel case.</summary>
    public string? Name { get; init; }

    public FieldForm Form { get; init; }

    /// <summary>Must be written though the C# property has a value without it.</summary>
    public bool Required { get; init; }

    /// <summary>No field of a resource: computed, or for host fleets only.</summary>
    public bool Hidden { get; init; }

    /// <summary>RE2, anchored.</summary>
    public string? Pattern { get; init; }

    /// <summary>The texts that are allowed.</summary>
    public string[]? OneOf { get; init; }

    /// <summary>The C# default is only for whoever reads: written down by a server it would say more than the owner did.</summary>
    public bool NoDefault { get; init; }

    public int MinLength { get; init; } = 1;

    public int MaxLength { get; init; } = 1000;

    /// <summary>Of a list or map.</summary>
    public int MinItems { get; init; }

    /// <summary>Of a list or map.</summary>
    public int MaxItems { get; init; } = 50;

    /// <summary>Of a list: the field that is unique in it.</summary>
    public string? Key { get; init; }

    /// <summary>Of a whole number or of a list's items.</summary>
    public int Least { get; init; } = int.MinValue;

    public int Most { get; init; } = int.MaxValue;

    /// <summary>The shortest duration, as a duration is written.</summary>
    public string From { get; init; } = "0s";

    /// <summary>The longest one.</summary>
    public string To { get; init; } = "90d";

    /// <summary>A decimal lies between 0 and this, both excluded; 0: no such limit.</summary>
    public double Below { get; init; }

    /// <summary>A decimal lies between 0, excluded, and this, included; 0: no such limit.</summary>
    public double UpTo { get; init; }
}
