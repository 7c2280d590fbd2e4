using Rollout.EndToEnd.Tests.Ground;

namespace Rollout.EndToEnd.Tests.Scenarios;

/// <summary>All scenarios share one cluster.</summary>
[CollectionDefinition(Name)]
public sealed class Suite : ICollectionFixture<ClusterUnderTest>
{
    public const string Name = "a cluster";

    public static TheoryData<string> Kinds => ["Deployment", "StatefulSet", "DaemonSet"];
}
