namespace Rollout.Demo.Story;

/// <summary>A release of the story.</summary>
/// <param name="Expected">Promoted or RolledBack.</param>
/// <param name="About">What the reader should know and the controller does not.</param>
public sealed record PlannedRelease(string Version, string Expected, string About)
{
    public static readonly IReadOnlyList<PlannedRelease> Story =
    [
        new("v2", "Promoted", "a good release: nothing that a customer notices has changed"),
        new("v3", "RolledBack", "loses a quarter of the checkouts silently: every answer is \"paid\", none is slow, no error is counted"),
        new("v4", "RolledBack", "answers 500 at the checkout of one product"),
    ];
}
