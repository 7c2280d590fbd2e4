namespace Rollout.Planning;

/// <summary>Why an order was not carried out, as a sentence with the mend.</summary>
internal static class OrderNotes
{
    /// <summary>Null: it was carried out, or is about to be already.</summary>
    public static string? Of(Order order, Situation s, Progress next) => order.Kind switch
    {
        OrderKind.Abort => next.WayBack is { } way && (order.Revision is null || order.Revision == way.Revision) ? null
            : order.Revision is null ? "nothing is on trial" : $"{order.Revision} is not on trial",
        OrderKind.Promote => Promote(order, s, next),
        OrderKind.Retry => Retry(order, s),
        OrderKind.Pause or OrderKind.Resume => null,
    };

    private static string? Promote(Order order, Situation s, Progress next) =>
        order.Revision is not { } revision ? "a promotion must name its revision"
        : revision == next.StableRevision ? $"{revision} runs everywhere already"
        : next.RefusalOf(revision) is not null ? $"{revision} was refused: order a retry first"
        : revision != s.Recorded.CanaryRevision && revision != s.World.WantedRevision ? $"{revision} is neither on trial nor wanted"
        : next.Phase == Phase.Promoting && next.CanaryRevision == revision ? null
        : next.Phase == Phase.Paused ? "the rollout is paused: resume it first"
        : $"the rollout is {next.Phase}: {next.Message}";

    private static string Retry(Order order, Situation s) =>
        order.Revision is not { } revision ? "a retry must name its revision"
        : s.Recorded.RefusalOf(revision) is not { } refusal ? $"{revision} is not refused"
        : revision != s.World.WantedRevision ? $"{revision} is not wanted: start it first"
        : order.At < refusal.At ? $"{revision} was refused after this order was given"
        : $"the rollout is {s.Recorded.Phase}: order it again when that is over";
}
