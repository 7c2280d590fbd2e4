namespace Rollout.Cli;

/// <summary>Which of the known names was probably meant.</summary>
internal static class Nearest
{
    /// <summary>Null where nothing is within a third of the name's letters.</summary>
    public static string? To(string name, IEnumerable<string> known)
    {
        var (best, distance) = known.Select(k => (Name: k, Distance: Distance(name, k)))
            .OrderBy(k => k.Distance).ThenBy(k => Math.Abs(k.Name.Length - name.Length)).ThenBy(k => k.Name, StringComparer.Ordinal).FirstOrDefault(("", int.MaxValue));
        return distance <= Math.Max(1, name.Length / 3) ? best : null;
    }

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbours from one to the other (optimal string alignment; Damerau 1964),
    /// letters of either case alike.
    /// </summary>
    public static int Distance(string from, string to)
    {
        const int Longest = 256;
        from = from[..Math.Min(from.Length, Longest)].ToLowerInvariant();
        to = to[..Math.Min(to.Length, Longest)].ToLowerInvariant();
        var edits = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                edits[i, j] = Math.Min(i, j) == 0 ? Math.Max(i, j) : Math.Min(
                    edits[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1), Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[from.Length, to.Length];
    }
}
