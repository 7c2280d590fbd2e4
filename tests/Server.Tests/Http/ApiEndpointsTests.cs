using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Rollout.Api;
using Rollout.Server.Http;

namespace Rollout.Server.Tests.Http;

public class ApiEndpointsTests
{
    [Fact]
    public async Task Every_changing_endpoint_refuses_callers_without_the_token()
    {
        var rollout = new StubRollout("shop");
        await using var server = await ApiServer.StartAsync(true, rollout);

        // The endpoints are found, not listed: a new one is in this test the day it is mapped.
        var changing = server.Endpoints.Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Any(m => m != "GET")).ToList();
        Assert.Equal(8, changing.Count);
        foreach (var endpoint in changing)
        {
            var path = endpoint.RoutePattern.RawText!.Replace("{ns}", "default", StringComparison.Ordinal).Replace("{name}", "shop", StringComparison.Ordinal);
            foreach (var authorization in new[] { null, "Bearer wrong", "Bearer ", "Basic " + server.Token, server.Token })
            {
                using var answer = await server.PostAsync(path, "{}", authorization);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            }
        }

        Assert.Empty(rollout.Ordered);
    }

    [Fact]
    public async Task Without_a_configured_token_nothing_can_be_changed()
    {
        await using var server = await ApiServer.StartAsync(false, new StubRollout("shop"));
        using var answer = await server.PostAsync("/api/v1/rollouts/default/shop/abort", "", "Bearer anything-at-all-here");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task An_order_with_the_token_reaches_the_rollout()
    {
        var rollout = new StubRollout("shop");
        await using var server = await ApiServer.StartAsync(true, rollout);
        using var answer = await server.PostAsync("/api/v1/rollouts/default/shop/start", """{"version":"v2"}""", "Bearer " + server.Token);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal((OrderVerb.Start, new OrderBody("v2", null, null, null)), Assert.Single(rollout.Ordered));
    }

    [Fact]
    public async Task A_wrong_body_is_answered_with_every_problem_and_reaches_nobody()
    {
        var rollout = new StubRollout("shop");
        await using var server = await ApiServer.StartAsync(true, rollout);
        using var answer = await server.PostAsync("/api/v1/rollouts/default/shop/start", """{"verison":"v2","commit":7}""", "Bearer " + server.Token);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problems = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["problems"]!.AsArray();
        Assert.Equal(["body.verison", "body.commit"], problems.Select(p => (string)p!["place"]!));
        Assert.Empty(rollout.Ordered);
    }

    [Fact]
    public async Task A_body_over_the_bound_is_refused()
    {
        await using var server = await ApiServer.StartAsync(true, new StubRollout("shop"));
        using var answer = await server.PostAsync("/api/v1/rollouts/default/shop/start", new string(' ', OrderBody.MostBytes + 1), "Bearer " + server.Token);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task An_order_that_makes_no_sense_now_is_a_conflict_and_an_invalid_one_is_unprocessable()
    {
        var rollout = new StubRollout("shop") { Answer = new OrderAnswer.Conflict("nothing is on trial") };
        await using var server = await ApiServer.StartAsync(true, rollout);
        using var conflict = await server.PostAsync("/api/v1/rollouts/default/shop/promote", "", "Bearer " + server.Token);
        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        rollout.Answer = new OrderAnswer.Invalid([new Problem("body.version", "is missing", "name the version")]);
        using var invalid = await server.PostAsync("/api/v1/rollouts/default/shop/start", "", "Bearer " + server.Token);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, invalid.StatusCode);
    }

    [Fact]
    public async Task An_unknown_rollout_is_refused_with_the_list_of_known_ones()
    {
        await using var server = await ApiServer.StartAsync(true, new StubRollout("shop"), new StubRollout("till"));
        using var answer = await server.Client.GetAsync("/api/v1/rollouts/default/shp");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("known: default/shop, default/till", (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!);
    }

    [Fact]
    public async Task A_reader_that_has_the_newest_status_is_told_so_without_a_body()
    {
        var rollout = new StubRollout("shop");
        await using var server = await ApiServer.StartAsync(true, rollout);
        using var first = await server.Client.GetAsync("/api/v1/rollouts/default/shop");
        Assert.Equal("shop", (string)(await first.Content.ReadFromJsonAsync<JsonObject>())!["metadata"]!["name"]!);
        var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/rollouts/default/shop") { Headers = { { "If-None-Match", first.Headers.ETag!.ToString() } } };
        using var second = await server.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        rollout.Current = new StatusView("{}", "\"2\"");
        using var third = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/api/v1/rollouts/default/shop") { Headers = { { "If-None-Match", "\"1\"" } } });
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task A_stream_begins_with_the_latest_status_and_goes_on_with_what_is_published()
    {
        var rollout = new StubRollout("shop");
        rollout.Events.Publish("status", """{"n":1}""");
        await using var server = await ApiServer.StartAsync(true, rollout);
        using var answer = await server.Client.GetAsync("/api/v1/rollouts/default/shop/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var lines = new List<string>();
        while (lines.Count < 5)
        {
            lines.Add((await reader.ReadLineAsync())!);
        }

        rollout.Events.Publish("happening", """{"reason":"CanaryStarted"}""");
        while (lines.Count < 9)
        {
            lines.Add((await reader.ReadLineAsync())!);
        }

        Assert.Equal(
            ["retry: 1000", "", "id: 0-1", "event: status", """data: {"n":1}""", "", "id: 0-2", "event: happening", """data: {"reason":"CanaryStarted"}"""],
            lines);
    }
}
