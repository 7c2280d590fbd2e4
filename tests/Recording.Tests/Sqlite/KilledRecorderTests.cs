using System.Diagnostics;
using System.Globalization;
using Rollout.Recording.Sqlite;

namespace Rollout.Recording.Tests.Sqlite;

/// <summary>A real process writes without pause and is really killed, again and again, on one file.</summary>
public sealed class KilledRecorderTests : IDisposable
{
    private readonly StateFile state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task Killed_at_forty_random_moments_the_file_holds_every_write_that_was_told_and_none_by_halves()
    {
        var random = new Random(20261121);
        var before = 0L;
        for (var run = 0; run < 40; run++)
        {
            var told = Math.Max(before, await WriteUntilKilledAsync(random));

            await using var recorder = state.Open();
            var record = await recorder.KnownAsync();
            var version = record.Version;

            // The last write may have been stored and not yet told.
            Assert.InRange(version, told, told + 1);
            Assert.Equal((version, version.ToString(CultureInfo.InvariantCulture)), (record.Evidence["dollars"].Buckets, record.Progress.Message));
            Assert.EndsWith($"A{version}", record.Evidence["dollars"].Orders, StringComparison.Ordinal);
            Assert.Equal(Range(version), (await recorder.ReadHappeningsAsync(StateFile.Key, 0, int.MaxValue, default)).Select(h => long.Parse(h.Happening.Message, null)));
            Assert.Equal(Range(version / 5), (await recorder.ReadOutcomesAsync(StateFile.Key, int.MaxValue, default)).Reverse().Select(o => long.Parse(o.Message, null) / 5));
            Assert.Equal(Range(version), (await recorder.ReadBucketsAsync(StateFile.Key, "dollars", default, default)).Select(b => (long)b.Nodes["n1"].Count));
            Assert.InRange(record.Orders.Count, 0, 1);
            Assert.All(record.Orders, o => Assert.Equal(version.ToString(CultureInfo.InvariantCulture), o.Order.Author));
            before = version;
        }

        Assert.True(before > 40, $"only {before} writes in forty runs");
    }

    [Fact]
    public async Task The_lock_of_a_killed_controller_ends_with_it()
    {
        using var host = Start();
        Assert.Equal("open", await host.StandardOutput.ReadLineAsync());
        Assert.StartsWith("is in use by another controller", state.Refusal(), StringComparison.Ordinal);
        await EndAsync(host);
        await using var recorder = state.Open();
    }

    /// <summary>The last version that was told.</summary>
    private async Task<long> WriteUntilKilledAsync(Random random)
    {
        using var host = Start();
        Assert.Equal("open", await host.StandardOutput.ReadLineAsync());
        var told = 0L;
        for (var lines = random.Next(0, 25); lines > 0; lines--)
        {
            told = long.Parse((await host.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        }

        Thread.SpinWait(random.Next(20_000));
        host.Kill();
        while (await host.StandardOutput.ReadLineAsync() is { } line)
        {
            told = long.TryParse(line, CultureInfo.InvariantCulture, out var number) ? number : told;
        }

        await host.WaitForExitAsync();
        Assert.Equal(137, host.ExitCode);
        return told;
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Rollout.KillHost.dll"));
        start.ArgumentList.Add("write");
        start.ArgumentList.Add(state.Path);
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    private static async Task EndAsync(Process host)
    {
        host.Kill();
        await host.WaitForExitAsync();
    }

    private static IEnumerable<long> Range(long count) => Enumerable.Range(1, (int)count).Select(i => (long)i);
}
