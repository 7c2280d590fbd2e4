using System.Data.Common;

namespace Rollout.History.Tests.Sql;

/// <summary>What holds for every store, held to each real one.</summary>
public abstract class ReleaseStoreTests
{
    /// <summary>An empty place.</summary>
    protected abstract Task<string> AddressAsync();

    /// <summary>Brings an empty place to an older version of the schema.</summary>
    protected abstract Task BeginOldAsync(string address, int version);

    protected abstract Task<DbConnection> ConnectAsync(string address);

    protected abstract string TextOf(DateTimeOffset time);

    [Fact]
    public async Task What_was_written_is_read_to_the_last_field()
    {
        await using var store = Sample.Store(await AddressAsync());
        Assert.True(await store.KeepAsync(Sample.Full()));
        Assert.True(await store.KeepAsync(Sample.UnderWay(2)));
        var read = await store.AllAsync();
        Assert.Equal(2, read.Count);
        Sample.Same(Sample.UnderWay(2), read[0]);
        Sample.Same(Sample.Full(), read[1]);
    }

    [Fact]
    public async Task A_replay_changes_nothing()
    {
        await using var store = Sample.Store(await AddressAsync());
        Assert.True(await store.KeepAsync(Sample.UnderWay()));
        Assert.False(await store.KeepAsync(Sample.UnderWay()));
        Assert.True(await store.KeepAsync(Sample.Full()));
        Assert.False(await store.KeepAsync(Sample.Full()));
        Assert.False(await store.KeepAsync(Sample.Full() with { Key = Sample.Full().Key with { StartedAt = Sample.At(1).AddTicks(9).ToOffset(TimeSpan.FromHours(5)) } }));
        Sample.Same(Sample.Full(), Assert.Single(await store.AllAsync()));
    }

    [Fact]
    public async Task What_ended_is_never_turned_back_and_of_two_under_way_the_later_record_counts()
    {
        await using var store = Sample.Store(await AddressAsync());
        Assert.True(await store.KeepAsync(Sample.UnderWay(1, 5)));
        Assert.False(await store.KeepAsync(Sample.UnderWay(1, 4) with { StartedBy = "earlier" }));
        Assert.True(await store.KeepAsync(Sample.UnderWay(1, 6) with { StartedBy = "later", Stages = [] }));
        var (now, none) = (Assert.Single(await store.AllAsync()), Array.Empty<ReleaseStage>());
        Assert.Equal(("later", 6), (now.StartedBy, now.Sequence));
        Assert.Equal(none, now.Stages);
        Assert.True(await store.KeepAsync(Sample.Full() with { Sequence = 2 }));
        Assert.False(await store.KeepAsync(Sample.UnderWay(1, 99)));
        Assert.False(await store.KeepAsync(Sample.Full() with { Result = ReleaseResult.Aborted, Sequence = 100 }));
        Sample.Same(Sample.Full() with { Sequence = 2 }, Assert.Single(await store.AllAsync()));
    }

    [Fact]
    public async Task A_query_finds_those_of_a_rollout_that_ended_since_or_are_under_way_newest_first()
    {
        await using var store = Sample.Store(await AddressAsync());
        for (var number = 1; number <= 5; number++)
        {
            await store.KeepAsync(Sample.Full(number));
            await store.KeepAsync(Sample.Full(number, "other"));
        }

        await store.KeepAsync(Sample.UnderWay(6));
        async Task<string> FindAsync(ReleaseQuery query) => string.Join(' ', (await store.AllAsync(query)).Select(r => r.Key.Revision));
        var shop = new ReleaseQuery { Namespace = "default", Name = "shop" };
        Assert.Equal("v6 v5 v4 v3 v2 v1", await FindAsync(shop));
        Assert.Equal("v6 v5 v4", await FindAsync(shop with { Since = Sample.At(4).AddMinutes(40) }));
        Assert.Equal("v6 v5", await FindAsync(shop with { Since = Sample.At(4).AddMinutes(40).AddMicroseconds(1) }));
        Assert.Equal("v3 v2", await FindAsync(shop with { Before = Sample.At(4), Most = 2 }));
        Assert.Equal("", await FindAsync(shop with { Namespace = "x" }));
        Assert.Equal(11, (await store.AllAsync()).Count);
        Assert.False(((ReleasesRead.Found)await store.ReadAsync(shop with { Most = 5 }, default)).IsAll);
        Assert.True(((ReleasesRead.Found)await store.ReadAsync(shop with { Most = 6 }, default)).IsAll);
    }

    [Fact]
    public async Task Texts_and_numbers_that_no_database_takes_are_made_fit()
    {
        await using var store = Sample.Store(await AddressAsync());
        var odd = Sample.Full() with
        {
            Commit = "a\0b", StartedBy = "half \ud83d", Message = new string('x', 1998) + "🚀🚀", Reason = "'; DROP TABLE staggered_release; --",
            Verdicts = [new ReleaseVerdict("m", "Worse", double.NaN, double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity, 1, 2, 3)],
        };
        await store.KeepAsync(odd);
        var read = Assert.Single(await store.AllAsync());
        Assert.Equal(("ab", "half \ufffd", odd.Reason), (read.Commit, read.StartedBy, read.Reason));
        Assert.Equal(new string('x', 1998) + "…", read.Message);
        Assert.Equal(new ReleaseVerdict("m", "Worse", null, null, null, null, 1, 2, 3), Assert.Single(read.Verdicts));
    }

    [Fact]
    public async Task Concurrent_starters_and_writers_leave_every_release_once_and_whole()
    {
        var address = await AddressAsync();
        var stores = Enumerable.Range(0, 8).Select(_ => Sample.Store(address)).ToList();
        var changes = await Task.WhenAll(stores.Select((store, i) => Task.Run(async () =>
        {
            var changed = 0;
            var random = new Random(i);
            foreach (var number in Enumerable.Range(1, 15).OrderBy(_ => random.Next()))
            {
                changed += await store.KeepAsync(Sample.UnderWay(number)) ? 1 : 0;
                changed += await store.KeepAsync(Sample.Full(number)) ? 1 : 0;
            }

            return changed;
        })));
        var read = await stores[0].AllAsync();
        Assert.Equal(Enumerable.Range(1, 15).Reverse().Select(n => "v" + n), read.Select(r => r.Key.Revision));
        Assert.All(read, r => Sample.Same(Sample.Full(int.Parse(r.Key.Revision[1..], null)), r));

        // Each begins once and ends once, or ends at once.
        Assert.InRange(changes.Sum(), 15, 30);
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_older_schema_is_brought_up_to_date_and_keeps_what_is_there()
    {
        var address = await AddressAsync();
        await BeginOldAsync(address, 1);
        await using (var connection = await ConnectAsync(address))
        {
            await using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO staggered_release (uid, namespace, name, revision, started_at, sequence) VALUES "
                + $"('hosts/shop', 'default', 'shop', 'v0', '{TextOf(Sample.At(0))}', 3)";
            await insert.ExecuteNonQueryAsync();
        }

        var starters = Enumerable.Range(0, 5).Select(_ => Sample.Store(address)).ToList();
        await Task.WhenAll(starters.Select((store, i) => Task.Run(() => store.KeepAsync(Sample.Full(i + 1)))));
        var read = await starters[0].AllAsync();
        Assert.Equal(6, read.Count);
        Assert.Equal(("v0", null, 3), (read[5].Key.Revision, read[5].Risk, read[5].Sequence));
        Assert.Equal(Sample.At(0), read[5].Key.StartedAt);
        Assert.All(read.Take(5), r => Assert.Equal("high", r.Risk));
        foreach (var store in starters)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_schema_of_a_newer_release_is_left_as_it_is()
    {
        var address = await AddressAsync();
        await using var store = Sample.Store(address);
        await store.KeepAsync(Sample.Full());
        await using (var connection = await ConnectAsync(address))
        {
            await using var newer = connection.CreateCommand();
            newer.CommandText = Newer;
            await newer.ExecuteNonQueryAsync();
        }

        await using var old = Sample.Store(address);
        var refused = Assert.IsType<ReleaseWritten.Unavailable>(await old.WriteAsync(Sample.Full(2), default));
        Assert.EndsWith("was written by a newer release (its schema is 99, this one knows 2); use that release", refused.Reason, StringComparison.Ordinal);
        Assert.IsType<ReleasesRead.Unavailable>(await old.ReadAsync(new ReleaseQuery(), default));
    }

    protected abstract string Newer { get; }
}
