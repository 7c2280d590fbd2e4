namespace Rollout.FakeKubernetes.Cel;

internal sealed record CelToken(CelTokenKind Kind, string Text, object? Value);
