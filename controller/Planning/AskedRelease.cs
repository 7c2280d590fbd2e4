namespace Rollout.Planning;

/// <summary>A release as it was asked for.</summary>
/// <param name="Revision">Which.</param>
/// <param name="By">Null where unknown.</param>
/// <param name="At">When.</param>
/// <param name="Identity">Where it comes from.</param>
public sealed record AskedRelease(string Revision, string? By, DateTimeOffset? At, ReleaseIdentity Identity);
