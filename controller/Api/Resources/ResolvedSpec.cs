namespace Rollout.Api.Resources;

/// <summary>
/// What came of looking up what a spec names. Missing is no mistake of the spec's: whatever is named may be created later. A named resource
/// that is wrong is told with its own problems.
/// </summary>
/// <param name="Spec">With every metric inline; null unless all were found and right.</param>
/// <param name="Missing">Named, and not there.</param>
/// <param name="Problems">Of the named resources; their places begin with the kind and the name.</param>
public sealed record ResolvedSpec(StaggeredRolloutSpec? Spec, IReadOnlyList<ResourceReference> Missing, IReadOnlyList<Problem> Problems);
