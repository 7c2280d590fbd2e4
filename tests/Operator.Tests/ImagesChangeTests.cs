using System.Text;
using Rollout.Server.Http;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

public sealed class ImagesChangeTests
{
    private const string Shop = """{"spec": {"template": {"spec": {"containers": [{"name": "shop", "image": "shop:1"}, {"name": "proxy", "image": "proxy:1"}], "initContainers": [{"name": "migrate", "image": "m:1"}]}}}}""";

    [Fact]
    public void Each_image_goes_to_its_container_and_the_commit_beside_it()
    {
        var (problems, change) = Of("""{"images": {"shop": "shop:2", "migrate": "m:2"}, "commit": "abc", "committedAt": "2026-11-20T08:00:00Z", "builtAt": "2026-11-20T10:00:00Z"}""");
        Assert.Empty(problems);
        Assert.Equal(
            """{"spec":{"template":{"spec":{"containers":[{"name":"shop","image":"shop:2"}],"initContainers":[{"name":"migrate","image":"m:2"}]}}},"metadata":{"annotations":{"staggered.dev/commit":"abc","staggered.dev/committed-at":"2026-11-20T08:00:00Z","staggered.dev/built-at":"2026-11-20T10:00:00Z"}}}""",
            change.ToJsonString());
    }

    [Fact]
    public void A_time_that_is_none_is_refused_with_its_place()
    {
        var (problems, _) = Of("""{"images": {"shop": "shop:2"}, "committedAt": "yesterday"}""");
        Assert.Equal("body.committedAt", Assert.Single(problems).Place);
    }

    [Fact]
    public void A_container_that_is_not_there_is_refused_with_those_that_are()
    {
        var (problems, _) = Of("""{"images": {"shoop": "shop:2", "proxi": "proxy:2"}}""");
        Assert.Equal(["body.images.shoop", "body.images.proxi"], problems.Select(p => p.Place));
        Assert.Contains("shop, proxy, migrate", problems[0].Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_release_breaks_is_written_beside_it_and_what_the_one_before_it_broke_is_taken_away()
    {
        var (problems, change) = Of("""{"images": {"shop": "shop:2"}, "apiBreaks": "$.items, $.total"}""");
        Assert.Empty(problems);
        Assert.Equal("$.items $.total", (string?)change["metadata"]!["annotations"]!["staggered.dev/api-breaks"]);
        Assert.Equal(["body.apiBreaks"], Of("""{"images": {"shop": "shop:2"}, "apiBreaks": "items"}""").Problems.Select(p => p.Place));

        var before = A.Json(Shop);
        before["metadata"] = A.Json("""{"annotations": {"staggered.dev/api-breaks": "$.old"}}""");
        var (order, _) = OrderBody.Parse("""{"images": {"shop": "shop:3"}}"""u8.ToArray());
        var annotations = ImagesChange.Of(before, order).Change["metadata"]!["annotations"]!.AsObject();
        Assert.True(annotations.ContainsKey("staggered.dev/api-breaks") && annotations["staggered.dev/api-breaks"] is null);
    }

    [Fact]
    public void Nothing_that_the_release_before_said_of_itself_is_said_of_this_one()
    {
        var before = A.Json(Shop);
        before["metadata"] = A.Json("""{"annotations": {"staggered.dev/commit": "old", "staggered.dev/built-at": "2026-01-01T00:00:00Z", "staggered.dev/risk": "high", "team": "shop"}}""");
        var (order, _) = OrderBody.Parse("""{"images": {"shop": "shop:3"}, "commit": "new", "risk": "low"}"""u8.ToArray());
        Assert.Equal("""{"staggered.dev/commit":"new","staggered.dev/built-at":null,"staggered.dev/risk":"low"}""",
            ImagesChange.Of(before, order).Change["metadata"]!["annotations"]!.ToJsonString());
    }

    private static (IReadOnlyList<Api.Problem> Problems, System.Text.Json.Nodes.JsonObject Change) Of(string body)
    {
        var (order, wrong) = OrderBody.Parse(Encoding.UTF8.GetBytes(body));
        Assert.Empty(wrong);
        return ImagesChange.Of(A.Json(Shop), order);
    }
}
