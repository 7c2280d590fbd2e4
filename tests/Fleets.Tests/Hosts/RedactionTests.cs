using System.Text;
using Rollout.Fleets.Hosts;

namespace Rollout.Fleets.Tests.Hosts;

public class RedactionTests
{
    [Theory]
    [InlineData("password=hunter2 next", "password=[redacted] next")]
    [InlineData("DB_PASSWORD: 'two words' next", "DB_PASSWORD: [redacted] next")]
    [InlineData("--token=abc --node n1", "--token=[redacted] --node n1")]
    [InlineData("--token abc123 --node n1", "--token [redacted] --node n1")]
    [InlineData("{\"client_secret\": \"x y\", \"a\": 1}", "{\"client_secret\": [redacted], \"a\": 1}")]
    [InlineData("api_key=1 apikey=2 api-key=3", "api_key=[redacted] apikey=[redacted] api-key=[redacted]")]
    [InlineData("Authorization: Bearer abc.def.ghi\nnext", "Authorization: [redacted]\nnext")]
    [InlineData("Cookie: session=1; other=2", "Cookie: [redacted]")]
    [InlineData("curl -H 'X: Bearer abcdefgh'", "curl -H 'X: Bearer [redacted]'")]
    [InlineData("https://user:pass@host/x", "https://[redacted]@host/x")]
    [InlineData("wrong password given", "wrong password given")]
    [InlineData("n1 is on v2", "n1 is on v2")]
    public void Secrets_are_hidden_and_the_rest_stays(string text, string shown) => Assert.Equal(shown, Redaction.Of(text));

    [Fact]
    public void A_value_whose_name_was_cut_off_is_not_shown() =>
        Assert.Equal("all is well", Explanation.Of(Encoding.UTF8.GetBytes("hunter2\nall is well"), wasCut: true));
}
