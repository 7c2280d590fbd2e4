namespace Rollout.Server.Http;

/// <summary>A rollout's resource as JSON and the tag that changes with it (RFC 9110 section 8.8.3).</summary>
public sealed record StatusView(string Json, string ETag);
