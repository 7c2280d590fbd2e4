namespace Rollout.FakeKubernetes.Cel;

/// <summary>An expression that cannot be read or evaluated.</summary>
internal sealed class CelFault(string message) : Exception(message);
