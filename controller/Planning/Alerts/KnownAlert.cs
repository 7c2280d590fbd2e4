namespace Rollout.Planning.Alerts;

/// <summary>An alert that fits a policy of the spec, as it is recorded: firing, or over not long ago.</summary>
/// <param name="Fingerprint">Which.</param>
/// <param name="Policy">Name of the policy in the spec.</param>
/// <param name="Name">The alert's own name.</param>
/// <param name="Summary">What it says, cut to <see cref="AlertBook.MostSummary"/>; null where it says nothing.</param>
/// <param name="StartsAt">Since when, by the clock of whoever says so.</param>
/// <param name="Since">Since when by our own clock at the latest: what it counts against is decided by this.</param>
/// <param name="EndedAt">When it was heard that it is over; null while it fires.</param>
/// <param name="OverruledBy">Who resumed the rollout in spite of it; null: nobody has.</param>
public sealed record KnownAlert(
    string Fingerprint, string Policy, string Name, string? Summary, DateTimeOffset StartsAt, DateTimeOffset Since, DateTimeOffset? EndedAt = null,
    string? OverruledBy = null)
{
    public bool Firing => EndedAt is null;

    /// <summary>As the end of a sentence.</summary>
    public string What => Summary is null ? $"alert {Name}" : $"alert {Name}: {Summary}";
}
