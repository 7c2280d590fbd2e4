namespace Rollout.FakeKubernetes.Cel.Costs;

/// <summary>Types and costs of the functions that rules here use: cel-go's checker/cost.go and k8s.io/apiserver's pkg/cel/library/cost.go.</summary>
internal static class CelCalls
{
    /// <exception cref="CelFault">No such function, not of these types, or not served here.</exception>
    public static CelEstimate Of(string function, CelEstimate? target, IReadOnlyList<CelEstimate> arguments)
    {
        CelEstimate[] all = target is { } first ? [first, .. arguments] : [.. arguments];
        var made = Bare(function, target is not null, all);
        return made with { Cost = CelMath.Sum([made.Cost, .. all.Select(part => part.Cost)]) };
    }

    /// <summary>Without what the target and the arguments cost by themselves.</summary>
    private static CelEstimate Bare(string function, bool method, CelEstimate[] all) => (function, method, all) switch
    {
        ("size", _, [var one]) when Is(one, CelKind.Text, CelKind.Bytes, CelKind.List, CelKind.Map) => CelEstimate.Made(CelType.Int, 1),
        ("startsWith" or "endsWith", true, [var text, var other]) when AreTexts(text, other) => CelEstimate.Made(CelType.Bool, Walk(other, 1)),
        ("contains", true, [var text, var other]) when AreTexts(text, other) => CelEstimate.Made(CelType.Bool, CelMath.Times(Walk(text, 1), Walk(other, 1))),
        ("matches", _, [var text, var pattern]) when AreTexts(text, pattern) => CelEstimate.Made(CelType.Bool, Search(text, pattern)),
        ("find", true, [var text, var pattern]) when AreTexts(text, pattern) => CelEstimate.Made(CelType.Text, Search(text, pattern), text.Largest),
        ("findAll", true, [var text, var pattern]) when AreTexts(text, pattern) => CelEstimate.Made(CelType.ListOf(CelType.Text), Search(text, pattern), text.Largest),
        ("lowerAscii" or "upperAscii" or "trim", true, [var text]) when AreTexts(text) => CelEstimate.Made(CelType.Text, Walk(text, 1), text.Largest),
        ("substring", true, [var text, var from, ..]) when AreTexts(text) && Is(from, CelKind.Int) => CelEstimate.Made(CelType.Text, Walk(text, 1), text.Largest),
        ("split", true, [var text, var by]) when AreTexts(text, by) => CelEstimate.Made(CelType.ListOf(CelType.Text), Walk(text, 2), text.Largest),
        ("join", true, [var list]) when Is(list, CelKind.List) => Join(list, 0),
        ("join", true, [var list, var by]) when Is(list, CelKind.List) && AreTexts(by) => Join(list, by.Largest),
        ("isSorted", true, [var list]) when Is(list, CelKind.List) => CelEstimate.Made(CelType.Bool, WalkItems(list)),
        ("sum" or "min" or "max", true, [var list]) when Is(list, CelKind.List) => CelEstimate.Made(list.Type.Element ?? CelType.Dyn, WalkItems(list)),
        ("indexOf" or "lastIndexOf", true, [var list, _]) when Is(list, CelKind.List) => CelEstimate.Made(CelType.Int, WalkItems(list)),
        ("indexOf" or "lastIndexOf", true, [var text, var other, ..]) when AreTexts(text, other) => CelEstimate.Made(CelType.Int, Walk(text, 1)),
        ("isQuantity" or "isIP" or "isCIDR" or "isURL", false, [var text]) when AreTexts(text) => CelEstimate.Made(CelType.Bool, Math.Max(1, Walk(text, 1))),
        ("duration", false, [var text]) when AreTexts(text) => CelEstimate.Made(CelType.Duration, 1),
        ("timestamp", false, [var text]) when AreTexts(text) => CelEstimate.Made(CelType.Time, 1),
        ("int", false, [var one]) when Is(one, CelKind.Int, CelKind.Double, CelKind.Text, CelKind.Time) => CelEstimate.Made(CelType.Int, 1),
        ("double", false, [var one]) when Is(one, CelKind.Int, CelKind.Double, CelKind.Text) => CelEstimate.Made(CelType.Double, 1),
        ("string", false, [var one]) when one.Type.IsSingle || Is(one, CelKind.Text, CelKind.Bytes) => CelEstimate.Made(CelType.Text, Math.Max(1, Walk(one, 1))),
        ("type", false, [_]) => CelEstimate.Made(CelType.TypeName, 1),
        ("dyn", false, [var one]) => one with { Type = CelType.Dyn with { Most = one.Type.Most }, Cost = 1, Origin = CelOrigin.Made },
        ("getHours" or "getMinutes" or "getSeconds" or "getMilliseconds", true, [var one]) when Is(one, CelKind.Duration, CelKind.Time) => CelEstimate.Made(CelType.Int, 1),
        ("getFullYear" or "getMonth" or "getDayOfMonth" or "getDayOfWeek" or "getDayOfYear" or "getDate", true, [var one]) when Is(one, CelKind.Time) =>
            CelEstimate.Made(CelType.Int, 1),
        _ => throw CelOperators.NoOverload(function, all),
    };

    private static bool Is(CelEstimate part, params ReadOnlySpan<CelKind> kinds) => part.Type.Kind == CelKind.Dyn || kinds.Contains(part.Type.Kind);

    private static bool AreTexts(params ReadOnlySpan<CelEstimate> parts)
    {
        foreach (var part in parts)
        {
            if (!Is(part, CelKind.Text))
            {
                return false;
            }
        }

        return true;
    }

    private static ulong Walk(CelEstimate text, int times) => CelMath.Part(text.Largest, times * CelMath.Character);

    /// <summary>A text, and one character more, against every quarter of a pattern's length.</summary>
    private static ulong Search(CelEstimate text, CelEstimate pattern) =>
        CelMath.Times(CelMath.Part(CelMath.Sum(text.Largest, 1), CelMath.Character), CelMath.Part(pattern.Largest, CelMath.Pattern));

    private static ulong WalkItems(CelEstimate list)
    {
        var element = list.Type.Element ?? CelType.Dyn;
        var item = list.Below(element, 0, true);
        return CelMath.Times(list.Largest, element.Kind is CelKind.Text or CelKind.Bytes or CelKind.Dyn ? CelMath.Sum(1, Walk(item, 1)) : 1);
    }

    private static CelEstimate Join(CelEstimate list, ulong separator)
    {
        var items = CelMath.Times(list.Largest, list.Below(list.Type.Element ?? CelType.Dyn, 0, true).Largest);
        var size = CelMath.Sum(items, CelMath.Times(separator, list.Largest == 0 ? 0 : list.Largest - 1));
        return CelEstimate.Made(CelType.Text, CelMath.Part(size, CelMath.Character), size);
    }
}
