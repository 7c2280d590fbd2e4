namespace Rollout.Telemetry;

/// <summary>The answer to a scrape.</summary>
/// <param name="ContentType">With version and character set.</param>
/// <param name="IsGzip">Whether <paramref name="Body"/> is packed.</param>
/// <param name="Body">The whole of it.</param>
public sealed record MetricsPage(string ContentType, bool IsGzip, byte[] Body);
