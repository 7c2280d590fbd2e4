namespace Rollout.Cli;

/// <summary>Which of the known names was probably meant.</summary>
internal static class Nearest
{
    /// <summary>Null where nothing is within a third of the name's letters.</summary>
    public static string? To(string name, IEnumerable<string> known)
    {
        var (best, distance) = known.Select(k => (Name: k, Distance: Distance(name, k)))
            .OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal).FirstOrDefault(("", int.MaxValue));
        return distance <= Math.Max(1, name.Length / 3) ? best : null;
    }

    /// <summary>Insertions, deletions and replacements from one to the other (Levenshtein), letters of either case alike.</summary>
    public static int Distance(string from, string to)
    {
        const int Longest = 256;
        from = from[..Math.Min(from.Length, Longest)].ToLowerInvariant();
        to = to[..Math.Min(to.Length, Longest)].ToLowerInvariant();
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
