using System.Net;
using Rollout.Probes.Steps.Http;

namespace Rollout.Probes.Tests.Steps.Http;

/// <summary>What two servers on loopback cannot show: the usual ports, and other schemes.</summary>
public class RedirectionTests
{
    private static readonly Dictionary<string, string> Sent = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Authorization"] = "Bearer x", ["X-Api-Key"] = "k1", ["Cookie"] = "session=s1", ["Accept-Language"] = "de", ["X-Test-Order"] = "yes", ["traceparent"] = "00-1-2-01",
    };

    [Theory]
    [InlineData("http://shop.example/a", "http://shop.example/b", true)]
    [InlineData("http://shop.example/a", "https://shop.example/a", true)]
    [InlineData("http://shop.example:8080/a", "https://shop.example/a", false)]
    [InlineData("http://shop.example/a", "https://shop.example:8443/a", false)]
    [InlineData("https://shop.example/a", "https://shop.example:8443/a", false)]
    [InlineData("https://shop.example/a", "https://www.shop.example/a", false)]
    public void The_steps_own_headers_stay_with_the_server_that_they_were_made_for(string from, string to, bool kept)
    {
        using var before = new HttpRequestMessage(HttpMethod.Get, from);
        foreach (var (name, value) in Sent)
        {
            before.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = new HttpResponseMessage(HttpStatusCode.Found);
        answer.Headers.Location = new Uri(to);
        using var next = Redirection.Next(before, answer, new Uri(to), "X-Test-Order");
        string[] common = ["Accept-Language", "X-Test-Order", "traceparent"];
        Assert.Equal(
            (kept ? common.Concat(["Authorization", "X-Api-Key"]) : common).Order(StringComparer.Ordinal),
            next.Headers.NonValidated.Select(h => h.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("https://shop.example/a", "http://shop.example/a", "from https to http")]
    [InlineData("http://shop.example/a", "ftp://shop.example/a", "to the scheme ftp")]
    [InlineData("https://shop.example/a", "https://shop.example/b", null)]
    [InlineData("http://shop.example/a", "https://shop.example/a", null)]
    public void Nothing_leads_from_TLS_to_without_or_to_another_scheme(string from, string to, string? refusal) =>
        Assert.Equal(refusal, Redirection.Refusal(new Uri(from), new Uri(to)));

    [Fact]
    public void What_is_said_of_one_that_was_not_followed_holds_no_password() =>
        Assert.Equal(
            "one more after 3, to https://shop.example/a",
            Redirection.Unfollowed(new Uri("https://shop.example/"), new Uri("https://anna:s3cret@shop.example/a?token=x"), 3));
}
