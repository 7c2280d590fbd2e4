using System.Net;
using Rollout.Api;
using Rollout.Server.Client;

namespace Rollout.Server.Tests.Client;

public sealed class ApiAnswersTests
{
    private const string Rollout = """{"metadata":{"namespace":"default","name":"shop"},"status":{"phase":"Judging","wantedRevision":"v2"}}""";

    [Fact]
    public void A_rollout_is_read_and_kept_as_it_came()
    {
        var found = Assert.IsType<ApiAnswer.Found>(ApiAnswers.Read(HttpStatusCode.Accepted, "\"7\"", Rollout));

        Assert.Equal(("shop", "Judging", "v2"), (found.Rollout.Metadata.Name, found.Rollout.Status.Phase, found.Rollout.Status.WantedRevision));
        Assert.Equal((Rollout, "\"7\""), (found.Json, found.ETag));
    }

    [Theory]
    [InlineData(401, typeof(ApiAnswer.Denied))]
    [InlineData(403, typeof(ApiAnswer.Denied))]
    [InlineData(404, typeof(ApiAnswer.Missing))]
    [InlineData(409, typeof(ApiAnswer.Conflict))]
    [InlineData(413, typeof(ApiAnswer.Invalid))]
    [InlineData(422, typeof(ApiAnswer.Invalid))]
    [InlineData(429, typeof(ApiAnswer.Away))]
    [InlineData(500, typeof(ApiAnswer.Away))]
    [InlineData(503, typeof(ApiAnswer.Away))]
    [InlineData(304, typeof(ApiAnswer.Unchanged))]
    public void Each_status_has_its_own_meaning_whatever_a_proxy_wrote_below_it(int status, Type meaning)
    {
        Assert.IsType(meaning, ApiAnswers.Read((HttpStatusCode)status, null, "<html>a proxy</html>"));
        Assert.IsType(meaning, ApiAnswers.Read((HttpStatusCode)status, null, """{"detail":"why"}"""));
        Assert.IsType(meaning, ApiAnswers.Read((HttpStatusCode)status, null, "[1]"));
    }

    [Fact]
    public void Every_problem_of_a_refusal_is_kept()
    {
        var refusal = """{"detail":"two","problems":[{"place":"body.a","what":"is wrong","mend":"mend it"},{"place":"body.b","what":"too","mend":"likewise"},7]}""";

        var invalid = Assert.IsType<ApiAnswer.Invalid>(ApiAnswers.Read(HttpStatusCode.UnprocessableEntity, null, refusal));

        Assert.Equal("422: two", invalid.Detail);
        Assert.Equal([new Problem("body.a", "is wrong", "mend it"), new Problem("body.b", "too", "likewise")], invalid.Problems);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"metadata":{"namespace":"default","name":"shop"}}""")]
    public void What_is_no_rollout_is_no_answer_of_a_controller(string body) =>
        Assert.IsType<ApiAnswer.Away>(ApiAnswers.Read(HttpStatusCode.OK, null, body));
}
