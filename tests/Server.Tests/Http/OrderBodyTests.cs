using System.Text;
using Rollout.Server.Http;

namespace Rollout.Server.Tests.Http;

public class OrderBodyTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    public void Nothing_is_an_order_without_details(string body) =>
        Assert.Equal(new OrderBody(null, null, null, null), Parsed(body));

    [Fact]
    public void Images_are_read_by_container_and_each_wrong_one_is_named()
    {
        var (order, none) = OrderBody.Parse("""{"images":{"shop":"registry.example/shop:2","proxy":"proxy@sha256:ab"}}"""u8.ToArray());
        Assert.Empty(none);
        Assert.Equal(["registry.example/shop:2", "proxy@sha256:ab"], order.Images!.Values);
        var (_, problems) = OrderBody.Parse("""{"images":{"shop":"two words","proxy":7}}"""u8.ToArray());
        Assert.Equal(["body.images.shop", "body.images.proxy"], problems.Select(p => p.Place));
        Assert.Equal("body.images", Assert.Single(OrderBody.Parse("""{"images":["shop:2"]}"""u8.ToArray()).Problems).Place);
    }

    [Fact]
    public void All_known_texts_are_read() =>
        Assert.Equal(new OrderBody("v2", "v1", "abc", "2026-01-01T00:00:00Z") { CommittedAt = "2025-12-31T00:00:00Z", Risk = "high" },
            Parsed("""{"version":"v2","revision":"v1","commit":"abc","committedAt":"2025-12-31T00:00:00Z","builtAt":"2026-01-01T00:00:00Z","risk":"high"}"""));

    [Theory]
    [InlineData("[]", "body: is a JSON Array")]
    [InlineData("{", "body line 1: is not JSON")]
    [InlineData("""{"version":"v2","version":"v3"}""", "body.version: is given twice")]
    [InlineData("""{"version":""}""", "body.version: is not a text of 1 to 256 characters")]
    [InlineData("""{"version":"a\u0000b"}""", "body.version: is not a text of 1 to 256 characters")]
    [InlineData("""{"image":"x"}""", "body.image: is not known; use one of: version, revision, commit, committedAt, builtAt")]
    public void What_is_wrong_is_named_with_its_place(string body, string expected)
    {
        var (_, problems) = OrderBody.Parse(Encoding.UTF8.GetBytes(body));
        Assert.StartsWith(expected, Assert.Single(problems).ToString());
    }

    private static OrderBody Parsed(string body)
    {
        var (order, problems) = OrderBody.Parse(Encoding.UTF8.GetBytes(body));
        Assert.Empty(problems);
        return order;
    }
}
