using System.Security.Cryptography;
using System.Text;
using Rollout.Server.Hooks;

namespace Rollout.Server.Tests.Hooks;

public class HookSecretTests
{
    private const string Key = "0123456789abcdef";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"alerts":[]}""");

    /// <summary>Made with `printf '%s' '{"alerts":[]}' | openssl dgst -sha256 -hmac 0123456789abcdef`.</summary>
    [Fact]
    public void The_signature_is_the_one_that_others_make() => Assert.True(new HookSecret(Key).IsSigned(Reference, null, Body, Now));

    private const string Reference = "a6095c3954de1dbdb22043e75f5aced50a245ca3c455e7c6b68a336835aed1ac";

    [Fact]
    public void With_a_time_the_time_is_signed_too_and_must_be_ours()
    {
        var secret = new HookSecret(Key);
        string Signed(string time) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), (byte[])[.. Encoding.UTF8.GetBytes(time + ":"), .. Body]));
        Assert.True(secret.IsSigned(Signed("1800000000"), "1800000000", Body, Now));
        Assert.False(secret.IsSigned(Signed("1800000000"), "1800000001", Body, Now));
        Assert.False(secret.IsSigned(Signed("1800000000"), null, Body, Now));
        Assert.False(secret.IsSigned(Signed("1799999000"), "1799999000", Body, Now));
        Assert.False(secret.IsSigned(Signed("1800000301"), "1800000301", Body, Now));
        Assert.True(secret.IsSigned(Signed("1800000300"), "1800000300", Body, Now));
        Assert.False(secret.IsSigned(Signed("999999999999999999"), "999999999999999999", Body, Now));
        Assert.False(secret.IsSigned(Signed("soon"), "soon", Body, Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("zz")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000")]
    public void Anything_else_is_no_signature(string? shown) => Assert.False(new HookSecret(Key).IsSigned(shown, null, Body, Now));

    [Fact]
    public void Another_body_is_not_signed() => Assert.False(new HookSecret(Key).IsSigned(Reference, null, [.. Body, 32], Now));

    [Fact]
    public void The_secret_is_a_bearer_token_as_well()
    {
        Assert.True(new HookSecret(Key).IsBearer("Bearer " + Key));
        Assert.False(new HookSecret(Key).IsBearer("Bearer " + Key + "0"));
        Assert.False(new HookSecret(Key).IsBearer(null));
    }
}
