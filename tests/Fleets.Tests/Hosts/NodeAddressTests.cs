using Rollout.Fleets.Hosts;

namespace Rollout.Fleets.Tests.Hosts;

public class NodeAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:9001", "127.0.0.1", 9001)]
    [InlineData("web1.example.com", "web1.example.com", null)]
    [InlineData("web1:80", "web1", 80)]
    [InlineData("[::1]:80", "::1", 80)]
    [InlineData("::1", "::1", null)]
    [InlineData("[fe80::1]", "fe80::1", null)]
    public void An_address_is_read_and_written(string text, string host, int? port)
    {
        Assert.Equal(new NodeAddress(host, port), NodeAddress.Parse(text, out var wrong));
        Assert.Null(wrong);
        Assert.Equal(new NodeAddress(host, port), NodeAddress.Parse(new NodeAddress(host, port).ToString(), out _));
    }

    [Theory]
    [InlineData("http://x:1")]
    [InlineData("x/y")]
    [InlineData("x:0")]
    [InlineData("x:65536")]
    [InlineData("x:-1")]
    [InlineData("::1:")]
    [InlineData("256.0.0.1")]
    [InlineData("[1.2.3.4]:5")]
    [InlineData("[::g]:5")]
    [InlineData("UPPER:1")]
    [InlineData("a b")]
    public void Anything_else_is_told(string text)
    {
        Assert.Null(NodeAddress.Parse(text, out var wrong));
        Assert.NotNull(wrong);
    }
}
