using System.Text.Json.Nodes;
using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Tests.Watching;

namespace Rollout.Kubernetes.Tests.Caching;

public class ObjectCacheTests
{
    private readonly ObjectCache<JsonObject> cache = new(WatchedServer.Gadgets, new Dictionary<string, Func<JsonObject, IEnumerable<string>>>
    {
        ["letter"] = item => [item["metadata"]!["name"]!.GetValue<string>()[..1]],
        ["version"] = item => [item["metadata"]!["resourceVersion"]!.GetValue<string>()],
    });

    [Fact]
    public void An_index_follows_its_objects()
    {
        cache.Replace([Gadget("apple", "1"), Gadget("avocado", "2"), Gadget("beet", "3")]);
        Assert.Equal(["apple", "avocado"], Names(cache.By("letter", "a")));
        cache.Put(Gadget("apple", "7"));
        Assert.Empty(cache.By("version", "1"));
        Assert.Equal(["apple"], Names(cache.By("version", "7")));
        cache.Remove(Gadget("avocado", "8"));
        Assert.Equal(["apple"], Names(cache.By("letter", "a")));
        cache.Replace([Gadget("beet", "3")]);
        Assert.Empty(cache.By("letter", "a"));
    }

    [Fact]
    public void An_unknown_index_is_answered_with_the_known_ones() =>
        Assert.StartsWith("there is no index 'colour'; known are letter, version", Assert.Throws<ArgumentException>(() => cache.By("colour", "x")).Message);

    [Fact]
    public void The_same_version_twice_is_no_change_and_a_deletion_of_the_unknown_none_either()
    {
        Assert.NotNull(cache.Put(Gadget("a", "1")));
        Assert.Null(cache.Put(Gadget("a", "1")));
        Assert.Null(cache.Remove(Gadget("b", "1")));
    }

    private static JsonObject Gadget(string name, string version) => JsonNode.Parse(WatchedServer.Gadget(name, version))!.AsObject();

    private static IEnumerable<string> Names(IEnumerable<JsonObject> items) =>
        items.Select(item => item["metadata"]!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal);
}
