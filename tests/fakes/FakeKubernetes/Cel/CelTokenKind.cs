namespace Rollout.FakeKubernetes.Cel;

internal enum CelTokenKind
{
    Name,
    Value,
    Sign,
    End,
}
