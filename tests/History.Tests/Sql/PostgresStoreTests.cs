using System.Data.Common;
using Npgsql;
using Rollout.History.Postgres;

namespace Rollout.History.Tests.Sql;

public sealed class PostgresStoreTests(PostgresFixture fixture) : ReleaseStoreTests, IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_server_that_is_not_there_a_database_that_is_not_and_a_user_without_rights_are_said_and_no_secret_with_them()
    {
        var connection = new NpgsqlConnectionStringBuilder((await AddressAsync())["postgres:".Length..]) { Password = "s3cret" };
        async Task<string> WhyAsync(Action<NpgsqlConnectionStringBuilder> change)
        {
            var other = new NpgsqlConnectionStringBuilder(connection.ToString());
            change(other);
            await using var store = Sample.Store("postgres:" + other);
            Assert.DoesNotContain("s3cret", store.Where, StringComparison.Ordinal);
            var why = Assert.IsType<ReleaseWritten.Unavailable>(await store.WriteAsync(Sample.Full(), default)).Reason;
            Assert.DoesNotContain("s3cret", why, StringComparison.Ordinal);
            return why;
        }

        Assert.Contains("database", await WhyAsync(c => c.Host = "/nowhere"), StringComparison.Ordinal);
        Assert.EndsWith("there is no such database; create it, or name another", await WhyAsync(c => c.Database = "nix"), StringComparison.Ordinal);
        await using (var admin = await ConnectAsync("postgres:" + connection))
        {
            await using var weak = admin.CreateCommand();
            weak.CommandText = "CREATE ROLE weak LOGIN";
            await weak.ExecuteNonQueryAsync();
        }

        Assert.Contains("grant it CREATE on the schema", await WhyAsync(c => c.Username = "weak"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_killed_is_away_and_is_found_again()
    {
        await using var server = await Tests.Postgres.PostgresServer.StartAsync();
        await using var store = Sample.Store("postgres:" + await server.DatabaseAsync());
        await store.KeepAsync(Sample.Full());
        await server.KillAsync();
        Assert.IsType<ReleaseWritten.Unavailable>(await store.WriteAsync(Sample.Full(2), default));
        Assert.IsType<ReleasesRead.Unavailable>(await store.ReadAsync(new ReleaseQuery(), default));
        await server.BeginAsync();
        Assert.True(await store.KeepAsync(Sample.Full(2)));
        Assert.Equal(2, (await store.AllAsync()).Count);
    }

    protected override async Task<string> AddressAsync() => "postgres:" + await fixture.Server.DatabaseAsync();

    protected override async Task BeginOldAsync(string address, int version)
    {
        await using var database = new PostgresDatabase(address["postgres:".Length..]);
        await using var connection = (NpgsqlConnection)await ConnectAsync(address);
        await database.MigrateAsync(connection, version, default);
    }

    protected override async Task<DbConnection> ConnectAsync(string address)
    {
        var connection = new NpgsqlConnection(address["postgres:".Length..]);
        await connection.OpenAsync();
        return connection;
    }

    protected override string TextOf(DateTimeOffset time) => time.ToString("O");

    protected override string Newer => "UPDATE staggered_history SET version = 99";
}
