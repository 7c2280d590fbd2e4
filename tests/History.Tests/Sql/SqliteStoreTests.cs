using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Rollout.History.Sqlite;
using Rollout.Recording.Sqlite;

namespace Rollout.History.Tests.Sql;

public sealed class SqliteStoreTests : ReleaseStoreTests, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-history-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_that_is_not_ours_is_left_as_it_is()
    {
        var path = Path.Combine(folder, "note.db");
        foreach (var content in new[] { "shopping", new string('x', 5000) })
        {
            await File.WriteAllTextAsync(path, content);
            await using var store = Sample.Store("sqlite:" + path);
            Assert.Contains("is no SQLite database", Assert.IsType<ReleaseWritten.Unavailable>(await store.WriteAsync(Sample.Full(), default)).Reason, StringComparison.Ordinal);
            Assert.Equal(content, await File.ReadAllTextAsync(path));
        }

        var other = Path.Combine(folder, "other.db");
        await using (var connection = await ConnectAsync("sqlite:" + other))
        {
            await using var create = connection.CreateCommand();
            create.CommandText = "CREATE TABLE mine (a)";
            await create.ExecuteNonQueryAsync();
        }

        await using var foreign = Sample.Store("sqlite:" + other);
        Assert.Contains("of something else", Assert.IsType<ReleaseWritten.Unavailable>(await foreign.WriteAsync(Sample.Full(), default)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_where_nothing_can_be_made_and_a_missing_library_are_said_with_the_mend()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "file"), "");
        await using var store = Sample.Store($"sqlite:{folder}/file/h.db");
        Assert.Contains("name another file with --history", Assert.IsType<ReleaseWritten.Unavailable>(await store.WriteAsync(Sample.Full(), default)).Reason, StringComparison.Ordinal);

        await using var bare = new HistoryAddress.SqliteFile(Path.Combine(folder, "a.db")).Store(() => "install libsqlite3-0", TimeProvider.System);
        Assert.Equal("install libsqlite3-0", Assert.IsType<ReleasesRead.Unavailable>(await bare.ReadAsync(new ReleaseQuery(), default)).Reason);
    }

    [Fact]
    public async Task What_was_stored_is_put_back_when_the_file_is_taken_away_and_made_anew()
    {
        var address = await AddressAsync();
        await using var store = Sample.Store(address);
        await store.KeepAsync(Sample.Full());
        File.Delete(address["sqlite:".Length..]);
        File.Delete(address["sqlite:".Length..] + "-wal");
        File.Delete(address["sqlite:".Length..] + "-shm");

        // The first write meets a file without tables, says so, and the next one sets them up.
        Assert.IsType<ReleaseWritten.Unavailable>(await store.WriteAsync(Sample.Full(), default));
        Assert.True(await store.KeepAsync(Sample.Full()));
        Assert.Single(await store.AllAsync());
    }

    protected override Task<string> AddressAsync() => Task.FromResult($"sqlite:{folder}/{Guid.NewGuid():N}.db");

    protected override async Task BeginOldAsync(string address, int version)
    {
        await using var connection = await ConnectAsync(address);
        SqliteDatabase.Upgrade((SqliteConnection)connection, version);
    }

    protected override async Task<DbConnection> ConnectAsync(string address)
    {
        Assert.Null(SqliteLibrary.WhatIsMissing);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = address["sqlite:".Length..], Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    protected override string TextOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    protected override string Newer => "PRAGMA user_version = 99";
}
