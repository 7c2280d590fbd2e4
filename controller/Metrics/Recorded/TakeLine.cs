namespace Rollout.Metrics.Recorded;

/// <summary>Takes one line without its end, and its number counted from 1.</summary>
internal delegate void TakeLine(ReadOnlySpan<byte> line, long number);
