namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Kind, namespace and name of an object.</summary>
internal sealed record ObjectKey(string Kind, string Namespace, string Name);
