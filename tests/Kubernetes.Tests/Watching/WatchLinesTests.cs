using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest.Types;
using Rollout.Kubernetes.Watching;

namespace Rollout.Kubernetes.Tests.Watching;

public class WatchLinesTests
{
    [Fact]
    public void Every_recorded_event_is_read()
    {
        var events = Transcript.All.SelectMany(name => Transcript.Load(name).Exchanges)
            .SelectMany(e => e["response"]!["events"]?.AsArray() ?? []).ToList();
        Assert.True(events.Count >= 20, $"only {events.Count} events were recorded");
        foreach (var recorded in events)
        {
            var read = Read(recorded!.ToJsonString());
            switch (recorded["type"]!.GetValue<string>())
            {
                case "BOOKMARK":
                    Assert.Equal(
                        recorded["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>(),
                        Assert.IsType<WatchLine<JsonObject>.Bookmark>(read).ResourceVersion);
                    break;
                case "ERROR":
                    Assert.True(Assert.IsType<WatchLine<JsonObject>.Trouble>(read).Error.IsExpired);
                    break;
                case var type:
                    var changed = Assert.IsType<WatchLine<JsonObject>.Changed>(read);
                    Assert.Equal(type, changed.Kind.ToString().ToUpperInvariant());
                    Assert.True(JsonNode.DeepEquals(recorded["object"], changed.Item));
                    break;
            }
        }
    }

    [Fact]
    public void The_order_of_type_and_object_does_not_matter()
    {
        var read = Read("""{"more":[1,{"object":2}],"object":{"metadata":{"name":"a"}},"type":"DELETED"}""");
        Assert.Equal("a", Assert.IsType<WatchLine<JsonObject>.Changed>(read).Item["metadata"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public void The_end_of_the_initial_list_is_seen() =>
        Assert.Equal(new WatchLine<JsonObject>.Bookmark("7", true), Read(WatchedServer.Bookmark("7", end: true)));

    [Theory]
    [InlineData("[]", "a line is no object")]
    [InlineData("", "cannot be read")]
    [InlineData("{\"type\":\"ADDED\"}", "no type or no object")]
    [InlineData("{\"object\":{}}", "no type or no object")]
    [InlineData("{\"type\":\"RENAMED\",\"object\":{}}", "a type that nobody knows")]
    [InlineData("{\"type\":\"ADDED\",\"object\":null}", "an object is null")]
    [InlineData("{\"type\":\"ADDED\",\"object\":[]}", "cannot be read")]
    [InlineData("{\"type\":1,\"object\":{}}", "cannot be read")]
    [InlineData("{\"type\":\"BOOKMARK\",\"object\":{}}", "a bookmark has no version")]
    [InlineData("{\"type\":\"ADDED\",\"object\":{\"a\":", "cannot be read")]
    public void What_is_no_event_is_unreadable(string line, string expected) =>
        Assert.Contains(expected, Assert.IsType<WatchLine<JsonObject>.Unreadable>(Read(line)).Cause);

    private static WatchLine<JsonObject> Read(string line) =>
        WatchLines.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(line)), KubernetesJson.Default.JsonObject, "GET /x");
}
