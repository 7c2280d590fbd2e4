using System.Diagnostics;
using System.Globalization;
using Rollout.History.Tests.Postgres;

namespace Rollout.History.Tests;

/// <summary>A real process writes without pause and is really killed; a real server is really killed under it.</summary>
public sealed class KilledWriterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-history-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Killed_again_and_again_in_the_middle_a_SQLite_file_holds_every_release_that_was_told_and_none_by_halves() =>
        await KilledWritersAsync($"sqlite:{folder}/history.db", 12);

    [Fact]
    public async Task Killed_again_and_again_in_the_middle_a_PostgreSQL_database_holds_every_release_that_was_told_and_none_by_halves()
    {
        await using var server = await PostgresServer.StartAsync();
        await KilledWritersAsync("postgres:" + await server.DatabaseAsync(), 8);
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_loses_nothing_that_was_told_and_the_writers_go_on()
    {
        await using var server = await PostgresServer.StartAsync();
        var address = "postgres:" + await server.DatabaseAsync();
        using var writer = Start(address, "shop");
        using var other = Start(address, "other");
        var random = new Random(20261121);
        var (told, toldOther) = (0, 0);
        for (var kill = 0; kill < 4; kill++)
        {
            told = await TellAsync(writer, random.Next(1, 12));
            toldOther = await TellAsync(other, 1);
            await server.KillAsync();
            await server.BeginAsync();
        }

        // Beyond what was told before the last kill: they have found the server again by themselves.
        told = await TellAsync(writer, 20);
        toldOther = await TellAsync(other, 20);
        told = await EndAsync(writer, told);
        toldOther = await EndAsync(other, toldOther);
        await using var store = Sample.Store(address);
        await WholeAsync(store, "shop", told);
        await WholeAsync(store, "other", toldOther);
    }

    /// <summary>Each run begins at release 1 again: what is there already is a replay.</summary>
    private static async Task KilledWritersAsync(string address, int runs)
    {
        var random = new Random(20261121);
        var most = 0;
        for (var run = 0; run < runs; run++)
        {
            using var writer = Start(address, "shop");
            var told = await TellAsync(writer, random.Next(1, 15));
            Thread.SpinWait(random.Next(20_000));
            most = Math.Max(most, await EndAsync(writer, told));
            await using var store = Sample.Store(address);
            await WholeAsync(store, "shop", most);
        }
    }

    private static async Task WholeAsync(IReleaseStore store, string name, int told)
    {
        var all = (await store.AllAsync(new ReleaseQuery { Namespace = "default", Name = name })).Reverse().ToList();

        // The last one may have begun, or ended, without being told yet.
        Assert.InRange(all.Count, told, told + 1);
        Assert.Equal(Enumerable.Range(1, all.Count).Select(n => "v" + n), all.Select(r => r.Key.Revision));
        foreach (var (release, number) in all.Select((r, i) => (r, i + 1)))
        {
            Assert.True(number > told || release.EndedAt is not null, $"{release.Key} was told and has not ended");
            Assert.Equal(1 + (number % 3), release.Stages.Count);
            Assert.All(release.Stages, s => Assert.Equal((number, release.EndedAt is null), (s.Nodes, s.LeftAt is null)));
            Assert.Equal(release.EndedAt is null ? 0 : 1, release.Verdicts.Count);
            Assert.All(release.Verdicts, v => Assert.Equal((number, -number), (v.Effect, v.Low)));
        }
    }

    private static Process Start(string address, string name)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Rollout.KillHost.dll"));
        start.ArgumentList.Add("releases");
        start.ArgumentList.Add(address);
        start.ArgumentList.Add(name);
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>The number that was told after so many more lines.</summary>
    private static async Task<int> TellAsync(Process writer, int lines)
    {
        var told = 0;
        while (lines > 0)
        {
            var line = await writer.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the writer ended by itself");
            if (int.TryParse(line, CultureInfo.InvariantCulture, out told))
            {
                lines--;
            }
        }

        return told;
    }

    private static async Task<int> EndAsync(Process writer, int told)
    {
        writer.Kill();
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
        {
            told = int.TryParse(line, CultureInfo.InvariantCulture, out var number) ? number : told;
        }

        await writer.WaitForExitAsync();
        Assert.Equal(137, writer.ExitCode);
        return told;
    }
}
