using Rollout.Api;

namespace Rollout.Planning.Notices;

/// <summary>
/// Writes down who is to be told of a pass: part of the same record as the transition itself, so that nothing is told that did not happen,
/// nothing that happened is left untold by a crash, and nothing is written down twice. Pure.
/// </summary>
internal static class NoticeBook
{
    /// <summary>Waiting at most; then the oldest is given up, and that is told.</summary>
    public const int Most = 40;

    public const int MostMessage = 600;

    /// <summary>The record with this pass' notices and without those that arrived, and what there is to say of those that never will.</summary>
    public static (Progress Next, IReadOnlyList<Happening> Happenings) Of(World world, Progress next)
    {
        var before = world.Progress;
        if (world.Receipts.Count == 0 && next.Notices.Count == 0 && world.Spec.Receivers.Count == 0)
        {
            return (next, []);
        }

        var known = world.Spec.Receivers.Where(r => r.Kind != ReceiverKind.Alertmanager).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var done = world.Receipts.Select(r => (r.Id, r.Receiver)).ToHashSet();
        var waiting = next.Notices
            .Select(n => n with { To = ValueList.From(n.To.Where(to => known.Contains(to) && !done.Contains((n.Id, to)))) })
            .Where(n => n.To.Count > 0).ToList();
        var happenings = world.Receipts.Where(r => r.Failure is not null).Select(r => Undelivered(world, r.Receiver, r.Failure!)).ToList();
        var last = next.LastNotice;
        foreach (var told in Transitions.Of(world, before, next))
        {
            var to = told.To.Where(known.Contains).Distinct(StringComparer.Ordinal).ToList();
            if (to.Count > 0)
            {
                waiting.Add(new Notice(
                    ++last, told.Event, world.Now, told.Revision, next.StableRevision, next.Phase, told.Reason, Cut(told.Message), told.Severity, next.Stage?.Index,
                    ValueList.From(to)));
            }
        }

        foreach (var lost in waiting.Take(Math.Max(0, waiting.Count - Most)))
        {
            happenings.Add(Undelivered(world, string.Join(", ", lost.To), $"more than {Most} notices wait; the oldest, of {lost.Event}, is given up"));
        }

        var notices = ValueList.From(waiting.TakeLast(Most));
        return (notices.Equals(next.Notices) && last == next.LastNotice ? next : next with { Notices = notices, LastNotice = last }, happenings);
    }

    private static Happening Undelivered(World world, string receiver, string why) =>
        new(world.Now, null, Reasons.NoticeNotDelivered, $"{receiver} was not told: {why}", Severity.Warning);

    private static string Cut(string text) => text.Length <= MostMessage ? text : text[..(MostMessage - 1)] + "…";
}
