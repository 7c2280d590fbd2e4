namespace Rollout.History;

/// <summary>What tells one release from every other: whose, of what, and when it was taken up. The same release written twice is one row.</summary>
/// <param name="Uid">Of the rollout: the platform's where it gives one; <c>hosts/NAME</c> for a host fleet.</param>
/// <param name="Revision">What was wanted.</param>
/// <param name="StartedAt">To the microsecond, which is what every store keeps.</param>
public sealed record ReleaseKey(string Uid, string Revision, DateTimeOffset StartedAt);
