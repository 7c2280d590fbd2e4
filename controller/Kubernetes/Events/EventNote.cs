using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Events;

/// <summary>Something that happened to an object.</summary>
/// <param name="Reason">Why, one CamelCase word: <c>LossProven</c>.</param>
/// <param name="Action">What was done, one CamelCase word: <c>RollBack</c>. The server asks for it.</param>
/// <param name="Text">A sentence. Beyond 1024 bytes it is cut.</param>
/// <param name="Id">
/// What makes it the same event whoever writes it, and when: its name is made of this, so that it is there once. Null: it is told by its text alone.
/// </param>
public sealed record EventNote(ObjectReference Regarding, EventSeverity Severity, string Reason, string Action, string Text, string? Id = null);
