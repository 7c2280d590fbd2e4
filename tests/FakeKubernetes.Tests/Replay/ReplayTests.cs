using Rollout.Support;
using Xunit.Abstractions;

namespace Rollout.FakeKubernetes.Tests.Replay;

public class ReplayTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_recorded_exchange_of_a_real_API_server_is_reproduced_but_for_the_listed_differences()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 20, 19, 39, 0, TimeSpan.Zero));
        await using var server = await FakeKubernetesServer.StartAsync(
            new FakeKubernetesOptions { Time = time, RunControllers = false, Seed = 21, PodShutdown = TimeSpan.FromMilliseconds(300) });
        using var http = new HttpClient { BaseAddress = server.Address };
        var allowed = AllowedDifference.ReadAll();

        var results = await new ReplayRun(server, time, http).PlayAsync(TranscriptFolder.ReadAll());

        var table = ReplayTable.Print(results, allowed);
        output.WriteLine(table);
        Console.WriteLine(table);
        var found = results.SelectMany(result => result.Differences).ToList();
        var unlisted = found.Where(difference => !allowed.Any(a => a.Covers(difference))).ToList();
        var stale = allowed.Where(a => !found.Any(a.Covers)).ToList();
        Assert.True(unlisted.Count == 0 && stale.Count == 0,
            $"{unlisted.Count} differences that are not listed:\n{string.Join('\n', unlisted)}\nlisted, but no longer there:\n{string.Join('\n', stale)}\n{table}");
    }
}
