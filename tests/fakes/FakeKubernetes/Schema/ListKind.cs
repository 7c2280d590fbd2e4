namespace Rollout.FakeKubernetes.Schema;

/// <summary>How lists merge under server-side apply.</summary>
internal enum ListKind
{
    Atomic,
    Set,
    Map,
}
