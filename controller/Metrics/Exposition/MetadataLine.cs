using System.Text;

namespace Rollout.Metrics.Exposition;

/// <summary>Reads a line that begins with <c>#</c>: HELP, TYPE, UNIT, the end mark, or in 0.0.4 a comment.</summary>
internal static class MetadataLine
{
    /// <summary>Null where all is well. <paramref name="end"/>: this was OpenMetrics' end mark.</summary>
    public static string? Read(ReadOnlySpan<byte> line, ExpositionFormat format, FamilyTable families, out bool end)
    {
        end = format == ExpositionFormat.OpenMetrics && line.SequenceEqual("# EOF"u8);
        if (end)
        {
            return null;
        }

        var cursor = new LineCursor(line);
        cursor.Skip(1);
        var strict = format == ExpositionFormat.OpenMetrics;
        if (strict ? !cursor.Take((byte)' ') : !cursor.SkipBlanks() && !cursor.AtEnd)
        {
            return strict ? NoComment(line) : null;
        }

        var keyword = Encoding.UTF8.GetString(cursor.Token());
        var known = keyword is "HELP" or "TYPE" || (strict && keyword == "UNIT");
        if (!known)
        {
            return strict ? NoComment(line) : null;
        }

        SkipSeparator(ref cursor, strict);
        var name = cursor.Name(colons: true);
        if (name.IsEmpty || (!cursor.AtEnd && cursor.Next is not ((byte)' ' or (byte)'\t')))
        {
            return $"{keyword} is not followed by a metric name, but by {LineCursor.Show(cursor.Rest)}";
        }

        if (cursor.AtEnd && strict && keyword != "HELP" && keyword != "UNIT")
        {
            return $"TYPE of {LineCursor.Show(name)} is missing; known are {MetricTypes.Known(format)}";
        }

        SkipSeparator(ref cursor, strict);
        return keyword switch
        {
            "TYPE" => Type(name, cursor.Rest, format, families),
            "UNIT" => Unit(name, cursor.Rest, families),
            _ => Help(name, cursor.Rest, strict, families),
        };
    }

    private static string? Type(ReadOnlySpan<byte> name, ReadOnlySpan<byte> word, ExpositionFormat format, FamilyTable families) =>
        MetricTypes.TryParse(Encoding.UTF8.GetString(word), format, out var type)
            ? families.Describe(name, "TYPE", type)
            : $"{LineCursor.Show(word)} is no type; known are {MetricTypes.Known(format)}";

    private static string? Help(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, bool strict, FamilyTable families)
    {
        // The text is not kept; only what the grammar excludes is looked for.
        for (var i = 0; strict && i < text.Length; i++)
        {
            if (text[i] == '"' || (text[i] == '\\' && ++i == text.Length))
            {
                var bare = i == text.Length ? "backslash at its end" : "double quote";
                return $"HELP of {LineCursor.Show(name)} holds a bare {bare}; it is to be escaped";
            }
        }

        return families.Describe(name, "HELP", type: null);
    }

    private static string? Unit(ReadOnlySpan<byte> name, ReadOnlySpan<byte> unit, FamilyTable families)
    {
        // An empty unit is as no line at all (OpenMetrics, "MetricFamily metadata").
        if (unit.IsEmpty)
        {
            return null;
        }

        return name.EndsWith(unit) && name.Length > unit.Length && name[name.Length - unit.Length - 1] == '_'
            ? families.Describe(name, "UNIT", type: null)
            : $"the unit {LineCursor.Show(unit)} is not the ending of the name {LineCursor.Show(name)}";
    }

    private static void SkipSeparator(ref LineCursor cursor, bool strict)
    {
        if (strict)
        {
            cursor.Take((byte)' ');
        }
        else
        {
            cursor.SkipBlanks();
        }
    }

    private static string NoComment(ReadOnlySpan<byte> line) =>
        $"OpenMetrics has no comments: {LineCursor.Show(line)} is neither HELP, TYPE, UNIT nor # EOF";
}
