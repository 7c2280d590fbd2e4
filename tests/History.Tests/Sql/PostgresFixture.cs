using Rollout.History.Tests.Postgres;

namespace Rollout.History.Tests.Sql;

/// <summary>One server for a class of tests; each test has a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    internal PostgresServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await PostgresServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
