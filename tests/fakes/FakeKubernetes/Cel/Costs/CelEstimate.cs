namespace Rollout.FakeKubernetes.Cel.Costs;

/// <summary>The type of an expression and upper bounds of what it costs and of its size; a size of null is not known, so any.</summary>
internal readonly record struct CelEstimate(CelType Type, ulong Cost, ulong? Size, CelOrigin Origin)
{
    public ulong Largest => Size ?? ulong.MaxValue;

    /// <summary>A place of the schema.</summary>
    public static CelEstimate At(CelType type, ulong cost) => new(type, cost, type.Most, CelOrigin.Schema);

    /// <summary>A value that the rule makes; a single value counts one.</summary>
    public static CelEstimate Made(CelType type, ulong cost, ulong? size = null) => new(type, cost, size ?? (type.IsSingle ? 1 : null), CelOrigin.Made);

    /// <summary>An element or field of this.</summary>
    public CelEstimate Below(CelType type, ulong cost, bool named) => Origin switch
    {
        CelOrigin.Schema when named => At(type, cost),
        CelOrigin.Made => new(type, cost, null, CelOrigin.Made),
        _ => new(type, cost, type.IsSingle ? 1 : null, CelOrigin.Unnamed),
    };
}
