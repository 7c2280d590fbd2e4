namespace Rollout.FakeKubernetes.Cel.Costs;

/// <summary>Types and costs of what stands between two values; after cel-go's checker/cost.go, functionCost.</summary>
internal static class CelOperators
{
    public static CelEstimate Of(string sign, CelEstimate left, CelEstimate right)
    {
        var parts = CelMath.Sum(left.Cost, right.Cost);
        return sign switch
        {
            "&&" or "||" when IsFlag(left) && IsFlag(right) => CelEstimate.Made(CelType.Bool, parts),
            "==" or "!=" when left.Type.Fits(right.Type) => CelEstimate.Made(CelType.Bool, CelMath.Sum(parts, Compare(left, right))),
            "<" or "<=" or ">" or ">=" when AreOrdered(left.Type, right.Type) => CelEstimate.Made(CelType.Bool, CelMath.Sum(parts, Order(left, right))),
            "in" when IsHeld(left.Type, right.Type) => CelEstimate.Made(CelType.Bool, CelMath.Sum(parts, right.Type.Kind == CelKind.Map ? 1 : right.Largest)),
            "+" when IsSum(left.Type, right.Type) => Plus(left, right, parts),
            "-" or "*" or "/" or "%" when IsSum(left.Type, right.Type) && AreCalculable(sign, left.Type) => CelEstimate.Made(Wider(left, right), CelMath.Sum(parts, 1)),
            _ => throw NoOverload($"_{sign}_", left, right),
        };
    }

    public static CelFault NoOverload(string function, params ReadOnlySpan<CelEstimate> parts) =>
        new($"found no matching overload for '{function}' applied to '({string.Join(", ", parts.ToArray().Select(part => part.Type))})'");

    private static bool IsFlag(CelEstimate part) => part.Type.Kind is CelKind.Bool or CelKind.Dyn;

    /// <summary>As far as the shorter one reaches.</summary>
    private static ulong Compare(CelEstimate left, CelEstimate right) => CelMath.Part(Math.Min(left.Largest, right.Largest), CelMath.Character);

    private static ulong Order(CelEstimate left, CelEstimate right) => (left.Type.Kind, right.Type.Kind) switch
    {
        (CelKind.Text or CelKind.Bytes, CelKind.Text or CelKind.Bytes) => Compare(left, right),
        (CelKind.Dyn, _) or (_, CelKind.Dyn) => Math.Max(1, Compare(left, right)),
        _ => 1,
    };

    private static bool AreOrdered(CelType left, CelType right) =>
        left.IsNumber && right.IsNumber
        || left.Fits(right) && IsOrdered(left) && IsOrdered(right);

    private static bool IsOrdered(CelType type) => type.IsSingle || type.Kind is CelKind.Text or CelKind.Bytes or CelKind.Dyn;

    private static bool IsHeld(CelType item, CelType holder) => holder.Kind switch
    {
        CelKind.List => item.Fits(holder.Element!),
        CelKind.Map => item.Fits(CelType.Text),
        _ => holder.Kind == CelKind.Dyn,
    };

    private static bool IsSum(CelType left, CelType right) =>
        left.Fits(right) && left.Kind is not (CelKind.Bool or CelKind.Null or CelKind.Map or CelKind.Fields or CelKind.TypeName)
        || (left.Kind, right.Kind) is (CelKind.Time, CelKind.Duration) or (CelKind.Duration, CelKind.Time);

    private static bool AreCalculable(string sign, CelType type) => type.Kind switch
    {
        CelKind.Int or CelKind.Dyn => true,
        CelKind.Double => sign != "%",
        CelKind.Duration or CelKind.Time => sign == "-",
        _ => false,
    };

    private static CelEstimate Plus(CelEstimate left, CelEstimate right, ulong parts)
    {
        var (type, size) = (Wider(left, right), CelMath.Sum(left.Largest, right.Largest));
        return type.Kind switch
        {
            CelKind.Text or CelKind.Bytes => CelEstimate.Made(type, CelMath.Sum(parts, CelMath.Part(size, CelMath.Character)), size),
            CelKind.List => CelEstimate.Made(type, CelMath.Sum(parts, 1), size),
            CelKind.Dyn => CelEstimate.Made(type, CelMath.Sum(parts, CelMath.Part(size, CelMath.Character), 1)),
            _ => CelEstimate.Made(type, CelMath.Sum(parts, 1)),
        };
    }

    private static CelType Wider(CelEstimate left, CelEstimate right) =>
        right.Type.Kind is CelKind.Dyn or CelKind.Time && left.Type.Kind != CelKind.Time ? right.Type : left.Type;
}
