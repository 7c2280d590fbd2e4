namespace Rollout.Planning.Notices;

/// <summary>What a release says of itself (<c>staggered.dev/api-breaks</c>, <c>staggered.dev/risk</c>).</summary>
/// <param name="ApiBreaks">Declared breaks of its API, a sentence each.</param>
/// <param name="Risk">Its class of risk; null: it names none.</param>
public sealed record DeclaredRelease(ValueList<string> ApiBreaks, string? Risk);
