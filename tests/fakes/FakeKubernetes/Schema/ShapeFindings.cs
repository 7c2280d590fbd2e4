namespace Rollout.FakeKubernetes.Schema;

/// <summary>What shaping an object found: fields that the schema does not know, values of a wrong type.</summary>
internal sealed record ShapeFindings(List<string> Unknown, List<string> BadTypes);
