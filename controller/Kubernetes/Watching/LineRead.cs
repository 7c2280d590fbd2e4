using System.Buffers;

namespace Rollout.Kubernetes.Watching;

/// <summary>A line, good until the next is asked for; or why there is none.</summary>
/// <param name="Line">Without its line feed.</param>
/// <param name="EndedBy">Null with a line.</param>
internal readonly record struct LineRead(ReadOnlySequence<byte> Line, LineEnd? EndedBy, string Cause);
