using System.Net;
using Rollout.Probes.Network;

namespace Rollout.Probes.Tests.Network;

public class AddressPolicyTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("192.0.2.1")]
    [InlineData("::1")]
    [InlineData("2001:db8::1")]
    [InlineData("64:ff9b::c000:201")]
    [InlineData("64:ff9b:1::c000:201")]
    public void Allows_what_is_an_ordinary_address(string address) => Assert.Null(AddressPolicy.Default.Refusal(IPAddress.Parse(address)));

    [Theory]
    [InlineData("169.254.169.254", "link-local")]
    [InlineData("169.254.0.1", "link-local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fe80::1%3", "link-local")]
    [InlineData("::ffff:169.254.169.254", "link-local")]
    [InlineData("64:ff9b::a9fe:a9fe", "link-local")]
    [InlineData("2002:a9fe:a9fe::1", "link-local")]
    [InlineData("64:ff9b:1::a9fe:a9fe", "link-local")]
    [InlineData("64:ff9b:1:a9fe:a9:fe00::", "link-local")]
    [InlineData("::169.254.169.254", "link-local")]
    [InlineData("::ffff:0:a9fe:a9fe", "link-local")]
    [InlineData("2852039166", "link-local")]
    [InlineData("0xa9fea9fe", "link-local")]
    [InlineData("0251.0376.0251.0376", "link-local")]
    [InlineData("169.254.43518", "link-local")]
    [InlineData("::ffff:100.100.100.200", "metadata")]
    [InlineData("fd00:ec2::254", "metadata")]
    [InlineData("100.100.100.200", "metadata")]
    [InlineData("192.0.0.192", "metadata")]
    [InlineData("168.63.129.16", "metadata")]
    [InlineData("0.0.0.0", "no machine")]
    [InlineData("::", "no machine")]
    [InlineData("224.0.0.1", "no single machine")]
    [InlineData("255.255.255.255", "no single machine")]
    [InlineData("ff02::1", "no single machine")]
    public void Refuses_by_default_whatever_the_address_is_wrapped_in(string address, string why) =>
        Assert.Contains(why, AddressPolicy.Default.Refusal(IPAddress.Parse(address)), StringComparison.Ordinal);

    [Fact]
    public void An_allow_list_allows_nothing_else_and_even_what_is_refused_by_default()
    {
        var policy = new AddressPolicy { Allow = AddressPolicy.Parse(["10.0.0.0/8", "169.254.169.254"], out _)! };
        Assert.Null(policy.Refusal(IPAddress.Parse("10.1.1.1")));
        Assert.Null(policy.Refusal(IPAddress.Parse("169.254.169.254")));
        Assert.Equal("it is not on the allow list", policy.Refusal(IPAddress.Parse("192.0.2.1")));
    }

    [Fact]
    public void A_deny_list_wins()
    {
        var policy = new AddressPolicy { Allow = AddressPolicy.Parse(["10.0.0.0/8"], out _)!, Deny = AddressPolicy.Parse(["10.9.0.0/16"], out _)! };
        Assert.Null(policy.Refusal(IPAddress.Parse("10.1.1.1")));
        Assert.Equal("it is on the deny list", policy.Refusal(IPAddress.Parse("10.9.1.1")));
    }

    [Fact]
    public void A_list_holds_of_an_address_as_it_is_written_and_of_what_it_stands_for()
    {
        var wrapped = IPAddress.Parse("64:ff9b::a01:203");
        Assert.NotNull(new AddressPolicy { Deny = AddressPolicy.Parse(["64:ff9b::/96"], out _)! }.Refusal(wrapped));
        Assert.NotNull(new AddressPolicy { Deny = AddressPolicy.Parse(["10.0.0.0/8"], out _)! }.Refusal(wrapped));
        Assert.Null(new AddressPolicy { Allow = AddressPolicy.Parse(["64:ff9b::/96"], out _)! }.Refusal(wrapped));
    }

    [Fact]
    public void What_is_no_address_is_named()
    {
        Assert.Null(AddressPolicy.Parse(["10.0.0.0/8", "10.0.0.0/99"], out var wrong));
        Assert.Equal("10.0.0.0/99", wrong);
    }
}
