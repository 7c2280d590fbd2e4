namespace Rollout.Probes;

/// <summary>Where a step's time went; zero for what it did not do. Redirects are added up.</summary>
/// <param name="Resolve">From the name to its addresses.</param>
/// <param name="Connect">TCP.</param>
/// <param name="Tls">The handshake.</param>
/// <param name="FirstByte">From the request to the end of the answer's headers, or to its first byte.</param>
/// <param name="Transfer">To the answer's last byte.</param>
public sealed record StepTimes(TimeSpan Resolve, TimeSpan Connect, TimeSpan Tls, TimeSpan FirstByte, TimeSpan Transfer)
{
    /// <summary>By the names that metrics and JSON use.</summary>
    public IEnumerable<(string Phase, TimeSpan Took)> Named() =>
        [("resolve", Resolve), ("connect", Connect), ("tls", Tls), ("firstByte", FirstByte), ("transfer", Transfer)];
}
