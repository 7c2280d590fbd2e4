using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Rollout.Server.Hooks;
using Rollout.Server.Tests.Http;

namespace Rollout.Server.Tests.Hooks;

public class HookEndpointsTests
{
    private static readonly (string, string) Bearer = ("Authorization", "Bearer " + HookServer.Secret);

    [Theory]
    [InlineData("alertmanager", Payloads.Alertmanager, 2)]
    [InlineData("grafana", Payloads.Grafana, 1)]
    public async Task Alerts_reach_every_rollout_and_who_told_is_in_the_audit(string hook, string body, int alerts)
    {
        var (shop, till) = (new StubRollout("shop"), new StubRollout("till") { Hearing = new HeardAnswer.Recorded(0) });
        await using var server = await HookServer.StartAsync(null, true, shop, till);
        using var answer = await server.PostAsync(hook, body, Bearer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((alerts, alerts), (shop.Heard.Count, till.Heard.Count));
        Assert.Equal($$"""{"alerts":{{alerts}},"rollouts":[{"namespace":"default","name":"shop","fitting":1}]}""", (await answer.Content.ReadFromJsonAsync<JsonObject>())!.ToJsonString());
        Assert.Contains(server.Log.Lines, l => l.Text.Contains("audit: ", StringComparison.Ordinal) && l.Text.Contains("by holder of the hooks' token at 127.0.0.1; recorded by default/shop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_recorded_yet_is_to_be_sent_again()
    {
        var shop = new StubRollout("shop") { Hearing = new HeardAnswer.NotYet("the state file is kept busy") };
        await using var server = await HookServer.StartAsync(null, true, shop);
        using var answer = await server.PostAsync("alertmanager", Payloads.Alertmanager, Bearer);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("kept busy", (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_of_the_very_body_opens_the_hook_and_no_other()
    {
        var shop = new StubRollout("shop");
        await using var server = await HookServer.StartAsync(null, true, shop);
        var signature = Signed(Payloads.Grafana);
        using var good = await server.PostAsync("grafana", Payloads.Grafana, (HookSecret.SignatureHeader, signature));
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        using var timed = await server.PostAsync("grafana", Payloads.Grafana,
            (HookSecret.SignatureHeader, Signed("1800000100:" + Payloads.Grafana)), (HookSecret.TimeHeaders[0], "1800000100"));
        Assert.Equal(HttpStatusCode.OK, timed.StatusCode);
        using var otherwise = await server.PostAsync("grafana", Payloads.Grafana,
            (HookSecret.SignatureHeader, "sha256=" + Signed("1800000100:" + Payloads.Grafana)), (HookSecret.TimeHeaders[1], "1800000100"));
        Assert.Equal(HttpStatusCode.OK, otherwise.StatusCode);
        shop.Heard.Clear();
        using var other = await server.PostAsync("grafana", Payloads.Grafana + " ", (HookSecret.SignatureHeader, signature));
        using var old = await server.PostAsync("grafana", Payloads.Grafana,
            (HookSecret.SignatureHeader, Signed("1799990000:" + Payloads.Grafana)), (HookSecret.TimeHeaders[0], "1799990000"));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (other.StatusCode, old.StatusCode));
        Assert.Equal(2, server.Log.Lines.Count(l => l.Text.Contains("their signature does not fit", StringComparison.Ordinal)));
        Assert.Empty(shop.Heard);
    }

    [Fact]
    public async Task Our_own_alerts_do_not_come_back_to_us()
    {
        var shop = new StubRollout("shop");
        await using var server = await HookServer.StartAsync(null, true, shop);
        using var answer = await server.PostAsync("alertmanager", Payloads.Alertmanager.Replace("\"severity\":\"page\"", "\"sent_by\":\"staggered.dev\"", StringComparison.Ordinal), Bearer);
        Assert.Equal("SlowCheckout", Assert.Single(shop.Heard).Name);
    }

    [Fact]
    public async Task A_wrong_shape_is_answered_with_every_problem()
    {
        var shop = new StubRollout("shop");
        await using var server = await HookServer.StartAsync(null, true, shop);
        using var answer = await server.PostAsync("alertmanager", """{"version":"4","alerts":[{"status":"burning"}]}""", Bearer);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problems = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["problems"]!.AsArray();
        Assert.Equal(["body.alerts[0].status", "body.alerts[0].labels", "body.alerts[0].startsAt"], problems.Select(p => (string)p!["place"]!));
        Assert.Empty(shop.Heard);
    }

    [Fact]
    public async Task A_body_over_the_bound_is_refused()
    {
        await using var server = await HookServer.StartAsync(null, true, new StubRollout("shop"));
        using var answer = await server.PostAsync("alertmanager", new string(' ', HookPayload.MostBytes + 1), Bearer);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static string Signed(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(HookServer.Secret), Encoding.UTF8.GetBytes(text)));
}
