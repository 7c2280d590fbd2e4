namespace Rollout.Planning.Alerts;

/// <summary>What an alerting system says of one alert: that it fires, or that it is over.</summary>
/// <param name="Fingerprint">The same for the same labels.</param>
/// <param name="Labels">All of them; one called <c>alertname</c> is its name.</param>
/// <param name="Summary">A sentence, where its annotations have one.</param>
/// <param name="Firing">False: it is over.</param>
/// <param name="StartsAt">Since when it fires or fired, by the clock of whoever says so.</param>
/// <param name="EndsAt">When it ended; null while it fires.</param>
/// <param name="ReceivedAt">By our own clock.</param>
public sealed record AlertNews(
    string Fingerprint, IReadOnlyDictionary<string, string> Labels, string? Summary, bool Firing, DateTimeOffset StartsAt, DateTimeOffset? EndsAt,
    DateTimeOffset ReceivedAt)
{
    /// <summary>Its name, as whoever wrote the alert's rule has it.</summary>
    public string Name => Labels.TryGetValue("alertname", out var name) && name.Length > 0 ? name : "(without a name)";
}
