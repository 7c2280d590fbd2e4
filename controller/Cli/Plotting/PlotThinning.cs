namespace Rollout.Cli.Plotting;

/// <summary>
/// Few enough points to draw: of each column of the page the last look, and those at which either e-value stood highest, so that no
/// crossing of a threshold is lost.
/// </summary>
internal static class PlotThinning
{
    public const int Columns = 500;

    public static IReadOnlyList<PlotPoint> Thin(IReadOnlyList<PlotPoint> points)
    {
        if (points.Count <= 2 * Columns)
        {
            return points;
        }

        var (first, span) = (points[0].Minutes, points[^1].Minutes - points[0].Minutes);
        var kept = new SortedSet<int> { 0, points.Count - 1 };
        int Column(int i) => span > 0 ? (int)((points[i].Minutes - first) / span * Columns) : 0;
        for (int from = 0, to; from < points.Count; from = to)
        {
            var (column, harm, safe) = (Column(from), from, from);
            for (to = from; to < points.Count && Column(to) == column; to++)
            {
                harm = points[to].LogEHarm > points[harm].LogEHarm ? to : harm;
                safe = points[to].LogESafe > points[safe].LogESafe ? to : safe;
            }

            kept.UnionWith([harm, safe, to - 1]);
        }

        return [.. kept.Select(i => points[i])];
    }
}
