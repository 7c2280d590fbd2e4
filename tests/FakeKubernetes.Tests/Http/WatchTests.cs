using System.Text;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Tests.Http;

public class WatchTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task A_compacted_history_answers_watches_pages_and_exact_lists_with_410()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await Create(cluster, "a");
        await Create(cluster, "b");
        var page = await cluster.GetAsync(Maps + "?limit=1");
        var version = page.Text("metadata", "resourceVersion")!;
        await Create(cluster, "c");
        Assert.Equal("b", (await cluster.GetAsync($"{Maps}?limit=5&continue={page.Text("metadata", "continue")}")).Maps("items").Single()
            .Text("metadata", "name"));
        cluster.Server.Compact();
        await Create(cluster, "d");

        var (status, body) = await cluster.AskAsync("GET", $"{Maps}?limit=5&continue={page.Text("metadata", "continue")}");
        Assert.Equal((410, "Expired"), (status, body.Text("reason")));
        Assert.Equal(410, (await cluster.AskAsync("GET", $"{Maps}?resourceVersion={version}&resourceVersionMatch=Exact")).Status);
        var events = await WatchAsync(cluster, $"resourceVersion={version}&timeoutSeconds=1");
        Assert.Equal(("ERROR", 410L), (events.Single().Text("type"), events.Single().Whole("object", "code")));
    }

    [Fact]
    public async Task A_watch_from_a_version_tells_every_change_once_and_in_order()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var version = (await cluster.GetAsync(Maps)).Text("metadata", "resourceVersion");
        await Create(cluster, "a");
        await cluster.MergeAsync(Maps + "/a", """{"data": {"x": "1"}}""");
        await cluster.MergeAsync(Maps + "/a", """{"data": {"x": "1"}}""");
        await cluster.AskAsync("DELETE", Maps + "/a");

        var events = await WatchAsync(cluster, $"resourceVersion={version}&timeoutSeconds=1");
        Assert.Equal(["ADDED", "MODIFIED", "DELETED"], events.Select(one => one.Text("type")));
        Assert.Equal(events.Select(one => one.Text("object", "metadata", "resourceVersion")).Order(StringComparer.Ordinal),
            events.Select(one => one.Text("object", "metadata", "resourceVersion")));
    }

    [Fact]
    public async Task A_quiet_watch_gets_a_bookmark_every_minute()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var version = (await cluster.GetAsync(Maps)).Text("metadata", "resourceVersion");
        await cluster.CreateAsync("/api/v1/namespaces/default/secrets", """{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}}""");
        var events = await WatchAsync(cluster, $"resourceVersion={version}&timeoutSeconds=150&allowWatchBookmarks=true");
        Assert.Equal(4, events.Count);
        Assert.All(events, one => Assert.Equal("BOOKMARK", one.Text("type")));
    }

    private static Task Create(FakeCluster cluster, string name) =>
        cluster.CreateAsync(Maps, $$$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "{{{name}}}"} }""");

    private static async Task<List<JsonNode>> WatchAsync(FakeCluster cluster, string query)
    {
        using var response = await cluster.Http.GetAsync(new Uri($"{Maps}?watch=true&{query}", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var events = new List<JsonNode>();
        while (true)
        {
            var next = reader.ReadLineAsync();
            while (!next.IsCompleted)
            {
                cluster.Time.Advance(TimeSpan.FromMilliseconds(500));
                await Task.Yield();
            }

            if (await next is not { } line || events.Count > 1000)
            {
                return events;
            }

            events.Add(JsonNode.Parse(line)!);
        }
    }
}
