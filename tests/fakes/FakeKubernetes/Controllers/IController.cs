using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Brings what is towards what is wanted, one object at a time. It reads the store anew at every pass.</summary>
internal interface IController
{
    /// <summary>The objects to look at again after a change.</summary>
    IEnumerable<ObjectKey> Affected(StoreChange change);

    /// <summary>One pass. Returns the moment at which to look again, if time alone will change something.</summary>
    DateTimeOffset? Sync(ObjectKey key);
}
