namespace Rollout.Planning;

/// <summary>One observation about a rollout, derived from what is recorded; nothing is decided by it.</summary>
/// <param name="Type">From <see cref="ConditionTypes"/>.</param>
/// <param name="Status">True, False, or not known.</param>
/// <param name="Reason">From <see cref="Reasons"/>.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="LastTransitionTime">When <paramref name="Status"/> became what it is; another reason or message leaves it.</param>
public sealed record Condition(string Type, ConditionStatus Status, string Reason, string Message, DateTimeOffset LastTransitionTime);
