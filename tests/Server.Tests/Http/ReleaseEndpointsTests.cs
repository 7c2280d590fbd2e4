using System.Net;
using System.Text.Json;

namespace Rollout.Server.Tests.Http;

public sealed class ReleaseEndpointsTests
{
    [Fact]
    public async Task Without_a_store_the_answer_says_that_it_is_not_all()
    {
        await using var server = await ApiServer.StartAsync(false, new StubRollout("shop"));
        using var answer = JsonDocument.Parse(await server.Client.GetStreamAsync("/api/v1/rollouts/default/shop/history"));
        Assert.Equal((0, false), (answer.RootElement.GetProperty("items").GetArrayLength(), answer.RootElement.GetProperty("isAll").GetBoolean()));
        Assert.Contains("no history is configured", answer.RootElement.GetProperty("trouble").GetString(), StringComparison.Ordinal);
        using var report = JsonDocument.Parse(await server.Client.GetStreamAsync("/api/v1/report?since=30d"));
        Assert.Equal(JsonValueKind.Null, report.RootElement.GetProperty("changeFailures").GetProperty("rate").ValueKind);
    }

    [Theory]
    [InlineData("/api/v1/history?sicne=1d", "query.sicne")]
    [InlineData("/api/v1/history?since=soon", "query.since")]
    [InlineData("/api/v1/history?limit=501", "query.limit")]
    [InlineData("/api/v1/history?limit=-1", "query.limit")]
    [InlineData("/api/v1/report?before=x", "query.before")]
    public async Task What_is_wrong_with_a_query_is_named_with_its_place(string path, string place)
    {
        await using var server = await ApiServer.StartAsync(false, new StubRollout("shop"));
        using var answer = await server.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        using var problem = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
        Assert.Equal(place, Assert.Single(problem.RootElement.GetProperty("problems").EnumerateArray()).GetProperty("place").GetString());
    }
}
