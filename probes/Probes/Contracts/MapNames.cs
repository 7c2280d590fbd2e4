namespace Rollout.Probes.Contracts;

/// <summary>
/// Whether the names of an object are data, as in stock by article or prices by day, rather than fields: then a name that is gone or new says
/// nothing, and all values together have one shape. Pure.
/// </summary>
internal static class MapNames
{
    /// <summary>Objects, and names, that must have been seen before names that come and go count as data.</summary>
    private const int Least = 4;

    /// <summary>Digits in a row that no programmer gives to a field.</summary>
    private const int NumberLike = 3;

    public static bool AreData(Shape map) => map.Members.Count > 0 && (map.Members.Keys.All(IsId) || ComeAndGo(map));

    /// <summary>The shape of all values together.</summary>
    public static Shape Each(Shape map) => map.Members.Values.Aggregate(ShapeMerge.Join);

    /// <summary>Like 17, 2026-11-21, sku-10023, or a GUID.</summary>
    private static bool IsId(string name)
    {
        if (Guid.TryParse(name, out _) || (name.Any(char.IsAsciiDigit) && name.All(c => char.IsAsciiDigit(c) || c is '-' or '.' or ':' or 'T' or 'Z')))
        {
            return true;
        }

        var inARow = 0;
        foreach (var c in name)
        {
            inARow = char.IsAsciiDigit(c) ? inARow + 1 : 0;
            if (inARow >= NumberLike)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>None of many is there most of the time, and all are alike.</summary>
    private static bool ComeAndGo(Shape map) =>
        map.Objects >= Least && map.Members.Count >= Least && map.Members.Values.All(m => 2 * m.Seen <= map.Objects)
        && map.Members.Values.Select(m => Plain(m.Kinds)).Distinct().Count() == 1;

    private static ShapeKind Plain(ShapeKind kinds)
    {
        var known = kinds & ~ShapeKind.Null;
        return known.HasFlag(ShapeKind.Fraction) ? known & ~ShapeKind.Whole : known;
    }
}
