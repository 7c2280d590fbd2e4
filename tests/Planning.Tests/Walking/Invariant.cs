namespace Rollout.Planning.Tests.Walking;

/// <summary>Something that holds of every step. <paramref name="Broken"/> says how it does not, or null.</summary>
internal sealed record Invariant(string Name, Func<Step, string?> Broken);
