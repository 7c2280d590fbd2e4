namespace Rollout.Probes.Tests;

public class RedactionTests
{
    [Theory]
    [InlineData("{\"password\":\"hunter2\",\"a\":1}", "{\"password\":\"***\",\"a\":1}")]
    [InlineData("{\"accessToken\" : \"a\\\"b\",\"n\":2}", "{\"accessToken\" : \"***\",\"n\":2}")]
    [InlineData("{\"session_id\":12345}", "{\"session_id\":\"***\"}")]
    [InlineData("{\"api-key\":\"cut off in the mid", "{\"api-key\":\"***\"")]
    [InlineData("user=a&password=b+c&x=1", "user=a&password=***&x=1")]
    [InlineData("Authorization: Bearer abc.def-g", "Authorization: Bearer ***")]
    [InlineData("t eyJhbGciOiJI.eyJzdWIi.sig_-x t", "t *** t")]
    [InlineData("card 4111 1111 1111 1111 ok", "card *** ok")]
    [InlineData("order 12345678 of 2026-11-21", "order 12345678 of 2026-11-21")]
    [InlineData("line\nbreak\u0000", "line break ")]
    [InlineData("{\"credentials\":{\"user\":\"a\",\"value\":\"s3cr3t\"},\"n\":1}", "{\"credentials\":\"***\",\"n\":1}")]
    [InlineData("{\"tokens\":[\"abc\",\"def\"],\"n\":1}", "{\"tokens\":\"***\",\"n\":1}")]
    [InlineData("{\"shipping\":{\"cost\":4},\"mapping\":\"x\",\"opinion\":1}", "{\"shipping\":{\"cost\":4},\"mapping\":\"x\",\"opinion\":1}")]
    [InlineData("{\"pin\":1234,\"card_pin\":\"99\",\"pinCode\":1}", "{\"pin\":\"***\",\"card_pin\":\"***\",\"pinCode\":\"***\"}")]
    [InlineData("user=anna&pass=a b&pwd=c", "user=anna&pass=*** b&pwd=***")]
    [InlineData("{\"passed\":3,\"author\":\"x\",\"monkey\":1,\"signal\":2}", "{\"passed\":3,\"author\":\"x\",\"monkey\":1,\"signal\":2}")]
    [InlineData("{\"auth\":\"a\",\"x-key\":\"b\",\"jwt\":\"c\"}", "{\"auth\":\"***\",\"x-key\":\"***\",\"jwt\":\"***\"}")]
    [InlineData("nothing special", "nothing special")]
    public void Takes_secrets_out(string text, string shown) => Assert.Equal(shown, Redaction.Shown(text, 512));

    [Fact]
    public void Redacts_before_it_cuts() =>
        Assert.Equal("{\"password\":\"***\",\"…", Redaction.Shown("{\"password\":\"" + new string('p', 100) + "\",\"x\":1}", 19));

    [Theory]
    [InlineData("$.user.token", "abc", "***")]
    [InlineData("$['api-key']", "abc", "***")]
    [InlineData("$.tokens[0]", "abc", "***")]
    [InlineData("$.credentials.value", "abc", "***")]
    [InlineData("$.state", "abc", "abc")]
    [InlineData("$.shipping", "abc", "abc")]
    [InlineData("$.card[0]['pin']", "1234", "***")]
    public void A_value_at_a_telling_path_is_masked(string path, string value, string shown) => Assert.Equal(shown, Redaction.Value(path, value, 100));

    [Theory]
    [InlineData("\"password\":\\s*\"hunter2\"", "\"password***")]
    [InlineData("token=[a-z]+\nabc", "token***")]
    [InlineData("(?:pin|code) 1234", "(?:pin***")]
    [InlineData("invalid password", "invalid password")]
    [InlineData("shipping [0-9]+ passed", "shipping [0-9]+ passed")]
    public void Of_an_expression_nothing_is_shown_that_follows_a_telling_name(string pattern, string shown) => Assert.Equal(shown, Redaction.Expression(pattern, 100));
}
