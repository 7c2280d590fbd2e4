using System.Net;
using Microsoft.AspNetCore.Routing;
using Rollout.Server.Access;
using Xunit.Abstractions;

namespace Rollout.Server.Tests.Hosting;

/// <summary>What a controller answers to is found, not listed: an endpoint that is mapped tomorrow is in these tests the same day.</summary>
public class ChangingEndpointsTests(ITestOutputHelper output)
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    [Fact]
    public async Task Every_changing_endpoint_refuses_whoever_is_unknown_and_whoever_may_not()
    {
        await using var world = await HostWorld.StartAsync();
        var hookToken = File.ReadLines(world.Controller.HookTokenFile).First();
        var table = new List<string>();
        foreach (var (method, path) in Changing(world))
        {
            var isHook = path.StartsWith("/hooks/", StringComparison.Ordinal);
            var answers = new List<string>();
            foreach (var (who, authorization) in new[]
            {
                ("nobody", null), ("wrong token", "Bearer 0123456789abcdef0123456789abcdef"), ("wrong scheme", "Basic " + world.Token), ("bare token", world.Token),
                ("empty token", "Bearer "), isHook ? ("shortened token", "Bearer " + world.Token[..^1]) : ("hooks' token", "Bearer " + hookToken),
            })
            {
                using var answer = await world.SendAsync(method, path, "{}", authorization);
                answers.Add($"{who} {(int)answer.StatusCode}");
                Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, $"{method} {path} by {who}: {answer.StatusCode}");
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            }

            using var known = await world.SendAsync(method, path, "{\"no\":1}", "Bearer " + world.Token);
            Assert.True(known.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden), $"{method} {path} by the token's holder: {known.StatusCode}");
            table.Add($"{method,-6} {path,-52} {string.Join(", ", answers)}, token {(int)known.StatusCode}");
        }

        table.ForEach(output.WriteLine);
        string[] expected = ["abort", "alertmanager", "grafana", "pause", "promote", "resume", "retry", "start"];
        Assert.Equal(expected, Changing(world).Select(e => e.Path.Split('/')[^1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_tries_too_often_is_told_to_wait_and_readers_are_not()
    {
        await using var world = await HostWorld.StartAsync(limits: new ChangeLimits(3, 1, TimeSpan.FromHours(1)));
        for (var i = 0; i < 3; i++)
        {
            using var unknown = await world.SendAsync("POST", "/api/v1/rollouts/default/shop/abort", "", "Bearer guess");
            Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        }

        foreach (var (method, path) in Changing(world))
        {
            using var limited = await world.SendAsync(method, path, "", "Bearer " + world.Token);
            Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
            Assert.InRange(limited.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
            Assert.Equal("application/problem+json", limited.Content.Headers.ContentType!.MediaType);
        }

        for (var i = 0; i < 50; i++)
        {
            using var read = await world.Client.GetAsync("/api/v1/rollouts");
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        }
    }

    [Fact]
    public async Task Every_change_leaves_a_line_with_who_did_it_and_the_happening_says_it_too()
    {
        await using var world = await HostWorld.StartAsync();
        await world.OnTrialAsync();
        using var paused = await world.SendAsync("POST", "/api/v1/rollouts/default/shop/pause", "", "Bearer " + world.Token);
        var status = await world.UntilAsync(s => (string?)s["phase"] == "Paused");
        Assert.Contains(status["happenings"]!.AsArray(), h => (string?)h!["reason"] == "PausedByOwner" && (string?)h["by"] == "token holder at 127.0.0.1");
        Assert.Contains(status["happenings"]!.AsArray(), h => (string?)h!["reason"] == "RevisionWanted" && (string?)h["by"] == "token holder at 127.0.0.1");
        using var refused = await world.SendAsync("POST", "/api/v1/rollouts/default/shop/abort", "", "Bearer guess");
        Assert.Contains(world.Log.Lines, l => l.Text.StartsWith("audit: Pause of default/shop by token holder at 127.0.0.1", StringComparison.Ordinal));
        Assert.Contains(world.Log.Lines, l => l.Text.StartsWith("audit: /api/v1/rollouts/default/shop/abort from 127.0.0.1 refused", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Log.Lines, l => l.Text.Contains(world.Token, StringComparison.Ordinal) || l.Text.Contains("guess", StringComparison.Ordinal));
    }

    private static IReadOnlyList<(string Method, string Path)> Changing(HostWorld world) =>
    [
        .. world.Controller.Endpoints.SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } said ? said : ["POST"])
            .Where(m => !Reading.Contains(m))
            .Select(m => (m, "/" + e.RoutePattern.RawText!.TrimStart('/').Replace("{ns}", "default", StringComparison.Ordinal).Replace("{name}", "shop", StringComparison.Ordinal)))),
    ];
}
