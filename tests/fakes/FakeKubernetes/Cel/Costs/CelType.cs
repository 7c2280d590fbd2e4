namespace Rollout.FakeKubernetes.Cel.Costs;

/// <summary>The type of a value, how many elements it may have, and in how few bytes of JSON it can be written.</summary>
internal sealed record CelType(CelKind Kind)
{
    public static CelType Dyn { get; } = new(CelKind.Dyn) { LeastBytes = 1 };

    public static CelType Null { get; } = new(CelKind.Null) { LeastBytes = 4 };

    public static CelType Bool { get; } = new(CelKind.Bool) { LeastBytes = 4 };

    public static CelType Int { get; } = new(CelKind.Int) { LeastBytes = 1 };

    public static CelType Double { get; } = new(CelKind.Double) { LeastBytes = 1 };

    public static CelType Text { get; } = new(CelKind.Text) { LeastBytes = 2 };

    public static CelType Duration { get; } = new(CelKind.Duration) { LeastBytes = 3 };

    public static CelType Time { get; } = new(CelKind.Time) { LeastBytes = 21 };

    public static CelType TypeName { get; } = new(CelKind.TypeName);

    /// <summary>Fields by their names as rules write them (escaped).</summary>
    public IReadOnlyDictionary<string, CelType> Fields { get; init; } = new Dictionary<string, CelType>(StringComparer.Ordinal);

    /// <summary>Items of a list, values of a map.</summary>
    public CelType? Element { get; init; }

    /// <summary>The largest count of characters, items or entries; 0 of what has none.</summary>
    public ulong Most { get; init; }

    public long LeastBytes { get; init; }

    public bool IsSingle => Kind is CelKind.Bool or CelKind.Int or CelKind.Double or CelKind.Duration or CelKind.Time;

    public bool IsNumber => Kind is CelKind.Int or CelKind.Double;

    public static CelType ListOf(CelType element) => new(CelKind.List) { Element = element, LeastBytes = 2 };

    /// <summary>Whether values of both types may be compared, or stand in one list.</summary>
    public bool Fits(CelType other)
    {
        if (Kind == CelKind.Dyn || other.Kind == CelKind.Dyn)
        {
            return true;
        }

        if (Kind == CelKind.Null || other.Kind == CelKind.Null)
        {
            var thing = Kind == CelKind.Null ? other.Kind : Kind;
            return thing is CelKind.Null or CelKind.Fields or CelKind.Duration or CelKind.Time;
        }

        return Kind == other.Kind && (Element is null || other.Element is null || Element.Fits(other.Element));
    }

    public override string ToString() => Kind switch
    {
        CelKind.Text => "string",
        CelKind.Null => "null",
        CelKind.Time => "timestamp",
        CelKind.TypeName => "type",
        CelKind.List => $"list({Element})",
        CelKind.Map => $"map(string, {Element})",
        CelKind.Fields => "object",
        CelKind.Dyn => "dyn",
        CelKind.Bool => "bool",
        CelKind.Int => "int",
        CelKind.Double => "double",
        CelKind.Bytes => "bytes",
        CelKind.Duration => "duration",
    };
}
