namespace Rollout.Probes.Tests.Real;

[CollectionDefinition("real servers")]
public sealed class RealServersGroup : ICollectionFixture<RealServers>;
