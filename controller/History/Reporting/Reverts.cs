namespace Rollout.History.Reporting;

/// <summary>
/// Failures that came to light after the promotion: the next promotion of the same rollout brought back the revision that ran before. That
/// promotion is the remedy, no change of its own. Pure.
/// </summary>
internal static class Reverts
{
    /// <param name="Failed">Promoted, then taken back.</param>
    /// <param name="Remedy">The return.</param>
    public sealed record Pair(ReleaseRecord Failed, ReleaseRecord Remedy);

    /// <param name="promoted">In the order in which they ended. A return whose failure lies before them is known by what it replaced alone and not seen.</param>
    public static (HashSet<ReleaseRecord> Returns, List<Pair> Reverted) In(IReadOnlyList<ReleaseRecord> promoted)
    {
        var returns = new HashSet<ReleaseRecord>(ReferenceEqualityComparer.Instance);
        var reverted = new List<Pair>();
        foreach (var rollout in promoted.GroupBy(r => r.Key.Uid, StringComparer.Ordinal))
        {
            ReleaseRecord? before = null;
            foreach (var release in rollout)
            {
                // A return is not itself reverted by going forward again to the same change.
                if (before is not null && before.StableRevision is { } ran && ran == release.Key.Revision && !returns.Contains(before))
                {
                    returns.Add(release);
                    reverted.Add(new Pair(before, release));
                }

                before = release;
            }
        }

        return (returns, reverted);
    }
}
