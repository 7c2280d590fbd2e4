using Rollout.Api;

namespace Rollout.Metrics.Recorded;

/// <summary>The first line: which column is what. Columns may stand in any order.</summary>
internal static class CsvHeader
{
    /// <summary>Null where the header is wrong: all that is wrong with it is then in <paramref name="problems"/>.</summary>
    public static int[]? Read(CsvFields fields, ReadOnlySpan<byte> line, string place, ICsvRows rows, ProblemList problems)
    {
        var header = string.Join(',', rows.Required);
        var names = new string[Math.Min(fields.Count, 64)];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Excerpt.Of(fields.Field(line, i));
        }

        string[] known = [.. rows.Required, .. rows.Optional];
        if (!names.Any(n => known.Contains(n, StringComparer.OrdinalIgnoreCase)))
        {
            var mend = line.IndexOfAny((byte)';', (byte)'\t') >= 0 ? "; columns are separated by commas" : "";
            problems.Add(place, $"the first line is not the header (it reads '{Excerpt.Of(line)}')",
                $"write {header} as the first line, then {rows.KindOfFile}{mend}");
            return null;
        }

        var before = problems.Count;
        foreach (var problem in Check(names, known, rows, place, header))
        {
            problems.Add(problem);
        }

        return problems.Count > before ? null : [.. known.Select(k => Array.IndexOf(names, k))];
    }

    private static IEnumerable<Problem> Check(string[] names, string[] known, ICsvRows rows, string place, string header)
    {
        foreach (var name in names.Except(known, StringComparer.Ordinal))
        {
            var near = known.FirstOrDefault(k => string.Equals(k, name.Trim(), StringComparison.OrdinalIgnoreCase));
            yield return new Problem(place, $"unknown column '{name}'",
                near is null ? $"take it out; known are {string.Join(", ", known)}" : $"write {near}");
        }

        foreach (var twice in names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1 && known.Contains(g.Key, StringComparer.Ordinal)))
        {
            yield return new Problem(place, $"the column {twice.Key} stands there {twice.Count()} times", "keep one of them");
        }

        foreach (var missing in rows.Required.Except(names, StringComparer.Ordinal))
        {
            var misspelt = names.Any(n => string.Equals(n.Trim(), missing, StringComparison.OrdinalIgnoreCase));
            if (!misspelt)
            {
                yield return new Problem(place, $"the column {missing} is missing", $"the header is {header}{Hint(names, missing)}");
            }
        }
    }

    private static string Hint(string[] names, string missing) => missing switch
    {
        "value" when names.Contains("sum") => "; a file with count and sum is given with --buckets",
        "sum" or "count" when names.Contains("value") => "; a file with a row an order is given with --events",
        _ => "",
    };
}
