using System.Text;
using Rollout.FakeKubernetes.Faults;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Tests.Faults;

public class FaultPlanTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string One = """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one"}, "data": {"a": "1"}}""";

    [Fact]
    public async Task Answers_429_with_Retry_After_as_often_as_asked_and_then_no_more()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Faults.Add(new FaultRule(FaultKind.TooManyRequests) { Verb = "list", Path = "configmaps", Count = 2,
            RetryAfterSeconds = 7 });

        using var first = await cluster.Http.GetAsync(new Uri(Maps, UriKind.Relative));
        Assert.Equal(429, (int)first.StatusCode);
        Assert.Equal("7", first.Headers.RetryAfter!.ToString());
        Assert.Equal(429, (await cluster.AskAsync("GET", Maps)).Status);
        Assert.Equal(200, (await cluster.AskAsync("GET", Maps)).Status);
        Assert.Equal(2, cluster.Server.Faults.Struck(FaultKind.TooManyRequests));
    }

    [Fact]
    public async Task Strikes_only_the_verb_and_path_of_the_rule()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Faults.Add(new FaultRule(FaultKind.ServerError) { Verb = "create", Path = "configmaps" });

        Assert.Equal(200, (await cluster.AskAsync("GET", Maps)).Status);
        Assert.Equal(200, (await cluster.AskAsync("GET", "/api/v1/namespaces/default/secrets")).Status);
        var (status, body) = await cluster.AskAsync("POST", Maps, One);
        Assert.Equal((500, "InternalError"), (status, body.Text("reason")));
        cluster.Server.Faults.Clear();
        Assert.Equal(201, (await cluster.AskAsync("POST", Maps, One)).Status);
    }

    [Fact]
    public async Task A_reset_before_the_answer_leaves_nothing_written_and_one_afterwards_leaves_the_write()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Faults.Add(new FaultRule(FaultKind.Reset) { Verb = "create", Count = 1 });
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cluster.AskAsync("POST", Maps, One));
        Assert.Equal(404, (await cluster.AskAsync("GET", Maps + "/one")).Status);

        cluster.Server.Faults.Add(new FaultRule(FaultKind.ResetAfterwards) { Verb = "create", Count = 1 });
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cluster.AskAsync("POST", Maps, One));
        Assert.Equal(200, (await cluster.AskAsync("GET", Maps + "/one")).Status);
    }

    [Fact]
    public async Task A_storm_of_conflicts_refuses_writes_and_not_reads()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.CreateAsync(Maps, One);
        cluster.Server.Faults.Add(new FaultRule(FaultKind.Conflict) { Path = "configmaps", Count = 3 });

        for (var i = 0; i < 3; i++)
        {
            var (status, body) = await cluster.AskAsync("PATCH", Maps + "/one", """{"data": {"a": "2"}}""", "application/merge-patch+json");
            Assert.Equal((409, "Conflict"), (status, body.Text("reason")));
            Assert.Equal("1", (await cluster.GetAsync(Maps + "/one")).Text("data", "a"));
        }

        await cluster.MergeAsync(Maps + "/one", """{"data": {"a": "2"}}""");
    }

    [Fact]
    public async Task A_stale_read_answers_as_it_was_before_the_last_writes()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.CreateAsync(Maps, One);
        await cluster.MergeAsync(Maps + "/one", """{"data": {"a": "2"}}""");
        cluster.Server.Faults.Add(new FaultRule(FaultKind.StaleRead) { Verb = "get", Count = 1, Behind = 1 });

        Assert.Equal("1", (await cluster.GetAsync(Maps + "/one")).Text("data", "a"));
        Assert.Equal("2", (await cluster.GetAsync(Maps + "/one")).Text("data", "a"));
        cluster.Server.Faults.Add(new FaultRule(FaultKind.StaleRead) { Verb = "list", Count = 1, Behind = 2 });
        Assert.Empty((await cluster.GetAsync(Maps)).List("items"));
    }

    [Fact]
    public async Task A_slow_answer_waits_for_the_clock()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Faults.Add(new FaultRule(FaultKind.Slow) { Delay = TimeSpan.FromSeconds(30), Count = 1 });
        var asked = cluster.AskAsync("GET", Maps);
        while (cluster.Server.Faults.Struck(FaultKind.Slow) == 0)
        {
            await Task.Yield();
        }

        Assert.False(asked.IsCompleted);
        while (!asked.IsCompleted)
        {
            cluster.Time.Advance(TimeSpan.FromSeconds(31));
            await Task.Yield();
        }

        Assert.Equal(200, (await asked).Status);
    }

    [Fact]
    public async Task A_watch_is_cut_in_the_middle_of_a_line_or_ends_with_410_inside_the_stream()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.CreateAsync(Maps, One);
        await cluster.CreateAsync(Maps, One.Replace("one", "two", StringComparison.Ordinal));
        cluster.Server.Faults.Add(new FaultRule(FaultKind.WatchCut) { Count = 1, AfterEvents = 1 });
        var torn = await WatchAsync(cluster);
        Assert.Equal("ADDED", JsonNodeOf(torn.Split('\n')[0]).Text("type"));
        Assert.DoesNotContain("\n", torn[(torn.IndexOf('\n', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal);

        cluster.Server.Faults.Add(new FaultRule(FaultKind.WatchExpired) { Count = 1, AfterEvents = 1 });
        var last = JsonNodeOf((await WatchAsync(cluster)).TrimEnd('\n').Split('\n')[^1]);
        Assert.Equal(("ERROR", "Expired", 410), (last.Text("type"), last.Text("object", "reason"), (int)last.Whole("object", "code")!));
    }

    [Fact]
    public async Task The_same_seed_strikes_the_same_requests()
    {
        async Task<string> Run(int seed)
        {
            await using var cluster = await FakeCluster.StartAsync(options => options with { Seed = seed });
            cluster.Server.Faults.Add(new FaultRule(FaultKind.ServerError) { Probability = 0.5 });
            var text = new StringBuilder();
            for (var i = 0; i < 20; i++)
            {
                text.Append((await cluster.AskAsync("GET", Maps)).Status == 500 ? 'x' : '.');
            }

            return text.ToString();
        }

        var first = await Run(5);
        Assert.Equal(first, await Run(5));
        Assert.NotEqual(first, await Run(6));
        Assert.Contains('x', first);
        Assert.Contains('.', first);
    }

    private static System.Text.Json.Nodes.JsonNode JsonNodeOf(string line) => System.Text.Json.Nodes.JsonNode.Parse(line)!;

    private static async Task<string> WatchAsync(FakeCluster cluster)
    {
        using var response = await cluster.Http.GetAsync(new Uri(Maps + "?watch=true&resourceVersion=0", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var kept = new List<byte>();
        var buffer = new byte[4096];
        try
        {
            while (kept.Count < 1 << 20 && await stream.ReadAsync(buffer) is > 0 and var read)
            {
                kept.AddRange(buffer[..read]);
                if (Encoding.UTF8.GetString([.. kept]).Contains("\"ERROR\"", StringComparison.Ordinal))
                {
                    break;
                }
            }
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException)
        {
            // Cut off: what came before is what counts.
        }

        return Encoding.UTF8.GetString([.. kept]);
    }
}
