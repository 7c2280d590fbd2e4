using Microsoft.Data.Sqlite;
using Rollout.Planning;
using Rollout.Recording.Sqlite;

namespace Rollout.Recording.Tests.Sqlite;

public sealed class SqliteOpeningTests : IDisposable
{
    private readonly StateFile state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task An_empty_file_and_a_directory_that_is_not_there_are_filled()
    {
        await File.WriteAllBytesAsync(state.Path, []);
        await using (var recorder = state.Open())
        {
            await recorder.WrittenAsync(StateFile.Record(), 0);
        }

        var deeper = Path.Combine(state.Folder, "data", "fleet", "rollout.db");
        var opened = Assert.IsType<OpenResult.Opened>(SqliteRecorder.Open(deeper, new(), TimeProvider.System));
        await opened.Recorder.DisposeAsync();
        Assert.True(File.Exists(deeper));
    }

    [Fact]
    public async Task A_second_controller_is_refused_until_the_first_has_ended()
    {
        await using (var first = state.Open())
        {
            Assert.Equal("is in use by another controller (it holds the lock on the .lock file beside it); stop that controller first, or give this fleet a state file of its own", state.Refusal());
            await using var reader = state.Open(new SqliteRecorderOptions { Exclusive = false });
        }

        await using var second = state.Open();
    }

    [Fact]
    public void A_directory_is_refused() => Assert.StartsWith("is a directory; ", StateFile.RefusalOf(state.Folder), StringComparison.Ordinal);

    [Fact]
    public void A_place_that_cannot_be_written_is_refused()
    {
        Assert.StartsWith("cannot be opened: ", StateFile.RefusalOf("/proc/rollout/rollout.db"), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(state.Folder, "file"), "");
        Assert.StartsWith("cannot be opened: ", StateFile.RefusalOf(Path.Combine(state.Folder, "file", "rollout.db")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var text = string.Concat(Enumerable.Repeat("not a database\n", 1000));
        File.WriteAllText(state.Path, text);
        Assert.Equal("is no SQLite database; move it away to begin afresh, or name another file; nothing was changed", state.Refusal());
        Assert.Equal(text, File.ReadAllText(state.Path));
    }

    [Fact]
    public void Another_programs_database_is_refused_and_left_as_it_is()
    {
        Edit("CREATE TABLE songs (title TEXT)");
        var before = File.ReadAllBytes(state.Path);
        Assert.Equal("is a SQLite database of another program; name another file; nothing was changed", state.Refusal());
        Assert.Equal(before, File.ReadAllBytes(state.Path));
    }

    [Fact]
    public async Task A_file_of_the_schema_before_is_brought_up_with_what_it_holds()
    {
        await using (var recorder = state.Open())
        {
            await recorder.WrittenAsync(StateFile.Record("kept") with { EvidenceTrial = 2 }, 0);
        }

        Edit("ALTER TABLE rollout DROP COLUMN conditions; ALTER TABLE rollout DROP COLUMN steady; ALTER TABLE rollout DROP COLUMN wanted_identity; ALTER TABLE rollout DROP COLUMN wanted_breaks; "
            + "ALTER TABLE outcome DROP COLUMN release; ALTER TABLE happening DROP COLUMN by_whom; PRAGMA user_version = 1");
        await using var again = state.Open();
        var read = await again.KnownAsync();
        Assert.Equal(("kept", 2, 0, 0), (read.Progress.Message, read.EvidenceTrial, read.Conditions.Count, read.Steady.Count));
        Assert.Equal(2, await again.WrittenAsync(read, 1));
    }

    [Fact]
    public async Task A_file_from_before_releases_were_noted_keeps_its_wish_and_its_outcomes()
    {
        var outcome = new Outcome(OutcomeResult.Promoted, "v1", "R", "m", StateFile.Noon, StateFile.Noon.AddMinutes(1));
        await using (var recorder = state.Open())
        {
            await recorder.WriteAsync(StateFile.Record(), 0, new RecordedNews { Outcomes = [outcome] }, default);
            await recorder.WantAsync(StateFile.Key, new WantedRevision("v2", "ann", StateFile.Noon), default);
        }

        Edit("ALTER TABLE rollout DROP COLUMN wanted_breaks; ALTER TABLE rollout DROP COLUMN wanted_identity; ALTER TABLE outcome DROP COLUMN release; PRAGMA user_version = 3");
        await using var again = state.Open();
        Assert.Equal(new WantedRevision("v2", "ann", StateFile.Noon), (await again.KnownAsync()).Wanted);
        Assert.Equal(outcome, Assert.Single(await again.ReadOutcomesAsync(StateFile.Key, 10, default)));
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_left_as_it_is()
    {
        await using (state.Open())
        {
        }

        Edit("PRAGMA user_version = 7");
        var before = await File.ReadAllBytesAsync(state.Path);
        Assert.Equal("was written by a newer release (its schema is 7, this one knows 5); use that release, or move the file away to begin afresh; nothing was changed", state.Refusal());
        Assert.Equal(before, await File.ReadAllBytesAsync(state.Path));
    }

    [Fact]
    public async Task A_damaged_page_is_refused_and_left_as_it_is()
    {
        await using (var recorder = state.Open())
        {
            await recorder.AppendAsync(StateFile.Key, [.. Enumerable.Range(0, 500).Select(i => StateFile.Bucket(i))], [], default);
        }

        var bytes = await File.ReadAllBytesAsync(state.Path);
        new Random(1).NextBytes(bytes.AsSpan(4096, bytes.Length - 4096));
        await File.WriteAllBytesAsync(state.Path, bytes);
        Assert.StartsWith("is corrupt", state.Refusal(), StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(state.Path));
    }

    [Fact]
    public async Task Wherever_a_file_is_cut_off_it_is_refused_or_whole()
    {
        await using (var recorder = state.Open())
        {
            await recorder.WrittenAsync(StateFile.Record(), 0);
        }

        var bytes = await File.ReadAllBytesAsync(state.Path);
        var random = new Random(2);
        int[] cuts = [1, 50, 99, 100, 300, 511, 512, 4095, 4096, .. Enumerable.Range(0, 40).Select(_ => random.Next(1, bytes.Length)), bytes.Length - 1];
        var refused = 0;
        foreach (var cut in cuts)
        {
            await File.WriteAllBytesAsync(state.Path, bytes[..cut]);
            var opened = SqliteRecorder.Open(state.Path, new(), TimeProvider.System);
            if (opened is OpenResult.Opened { Recorder: var recorder })
            {
                // Only zeros at the end of the last page were cut off.
                Assert.Equal("begun", (await recorder.KnownAsync()).Progress.Message);
                await recorder.DisposeAsync();
            }
            else
            {
                Assert.Equal(bytes[..cut], await File.ReadAllBytesAsync(state.Path));
                refused++;
            }
        }

        Assert.InRange(refused, 40, cuts.Length - 1);
    }

    [Fact]
    public void A_missing_library_is_told_with_the_package_to_install()
    {
        var missing = SqliteLibrary.Load(["no-such-library.so.9"], _ => throw new InvalidOperationException("nothing to register"));
        Assert.Equal("the SQLite library was not found (tried no-such-library.so.9); install the package libsqlite3-0 (Debian, Ubuntu), sqlite-libs (Fedora, Alpine) or sqlite (Arch)", missing);
        Assert.Null(SqliteLibrary.WhatIsMissing);
    }

    private void Edit(string sql)
    {
        Assert.Null(SqliteLibrary.WhatIsMissing);
        using var connection = new SqliteConnection($"Data Source={state.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
