namespace Rollout.Server.Dashboard;

/// <summary>One file of the page as it is served: its bytes, media type and entity tag (the hash of the bytes).</summary>
internal sealed record DashboardFile(byte[] Content, string ContentType, string EntityTag);
