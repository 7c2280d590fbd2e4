using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;
using Xunit.Abstractions;

namespace Rollout.Kubernetes.Tests.Rest;

/// <summary>Every exchange with a real API server: this client sends what was sent, and understands what was answered.</summary>
public class TranscriptTests(ITestOutputHelper output)
{
    /// <summary>What is played elsewhere or cannot be sent by this client, and why.</summary>
    private static readonly Dictionary<string, string> Otherwise = new(StringComparer.Ordinal)
    {
        ["malformed JSON"] = "this client writes no malformed JSON",
        ["apply without fieldManager"] = "refused before it is sent (ResourceClientTests)",
    };

    public static TheoryData<string> Names() => [.. Transcript.All];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Sends_what_was_sent_and_understands_what_was_answered(string name)
    {
        await using var server = await PlayedServer.StartAsync();
        using var client = server.Client();
        var (played, left) = (0, 0);
        foreach (var exchange in Transcript.Load(name).Exchanges)
        {
            var (note, request, response) = (exchange["note"]!.GetValue<string>(), exchange["request"]!.AsObject(), exchange["response"]!.AsObject());
            var call = RecordedCall.Of(request);
            var isRead = call is { Method: "GET" or "DELETE", Name: null };
            if (call is null || isRead || Otherwise.ContainsKey(note))
            {
                left++;
                continue;
            }

            server.Answer = (context, _) => PlayAsync(context, response);
            var result = await call.MakeAsync(client, request, CancellationToken.None);
            Assert.True(server.Requests.TryDequeue(out var sent));
            AssertSent(note, request, sent);
            AssertUnderstood(note, response, result);
            played++;
        }

        output.WriteLine($"{name}: {played} exchanges played, {left} lists, watches, deletions of whole collections (not offered) and others left out here");
    }

    [Fact]
    public async Task Understands_every_recorded_list()
    {
        await using var server = await PlayedServer.StartAsync();
        using var client = server.Client();
        var played = 0;
        foreach (var exchange in Transcript.All.SelectMany(name => Transcript.Load(name).Exchanges))
        {
            var (request, response) = (exchange["request"]!.AsObject(), exchange["response"]!.AsObject());
            if (RecordedCall.Of(request) is not { Method: "GET", Name: null } call || request["path"]!.GetValue<string>().Contains("watch=", StringComparison.Ordinal))
            {
                continue;
            }

            // A page is answered as the last one: the tokens have their own tests.
            var page = response["body"]?.DeepClone();
            ((page as JsonObject)?["metadata"] as JsonObject)?.Remove("continue");
            server.Answer = (context, _) => PlayAsync(context, response, page);
            var result = await client.Resources(ResourceKinds.Untyped(call.Type)).ListAsync(new ListOptions { Namespace = call.Namespace }, CancellationToken.None);
            if (result.TryGet(out var list, out var error))
            {
                Assert.Equal(page!["items"]!.AsArray().Count, list.Items.Count);
                Assert.Equal(page["metadata"]!["resourceVersion"]!.GetValue<string>(), list.ResourceVersion);
                Assert.All(list.Items, item => Assert.NotNull(item["kind"]));
            }
            else
            {
                Assert.Equal(response["status"]!.GetValue<int>(), error.StatusCode);
            }

            played++;
        }

        Assert.True(played >= 25, $"only {played} lists were found in the transcripts");
    }

    internal static async Task PlayAsync(Microsoft.AspNetCore.Http.HttpContext context, JsonObject response, JsonNode? body = null)
    {
        context.Response.StatusCode = response["status"]!.GetValue<int>();
        context.Response.ContentType = response["contentType"]!.GetValue<string>();
        if (response["retryAfter"] is { } after)
        {
            context.Response.Headers.RetryAfter = after.GetValue<string>();
        }

        var text = (body ?? response["body"]) switch
        {
            JsonValue value when value.TryGetValue<string>(out var plain) => plain,
            { } node => node.ToJsonString(),
            null => "",
        };
        await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, text);
    }

    private static void AssertSent(string note, JsonObject request, PlayedRequest sent)
    {
        Assert.Equal(request["method"]!.GetValue<string>(), sent.Method);
        var recorded = request["path"]!.GetValue<string>().Split('?', 2);
        Assert.Equal(recorded[0], sent.Path);
        if (sent.Method == "DELETE")
        {
            // This client sends all options of a deletion in the body; the recording has some of them in the query, which means the same.
            return;
        }

        Assert.Equal(
            recorded.ElementAtOrDefault(1)?.Split('&').Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>(),
            sent.Target.Split('?').Skip(1).SelectMany(q => q.Split('&')).Order(StringComparer.Ordinal));
        Assert.Equal(request["contentType"]?.GetValue<string>(), sent.ContentType);
        if (request["body"] is { } body)
        {
            var actual = JsonNode.Parse(sent.Body)!;
            Assert.True(JsonNode.DeepEquals(Placeless(body), Placeless(actual)), $"{note}: sent {sent.Body}, recorded {body.ToJsonString()}");
        }
    }

    /// <summary>Without namespace and name where the path has them.</summary>
    private static JsonNode Placeless(JsonNode body)
    {
        var copy = body.DeepClone();
        if (copy is JsonObject item && item["kind"] is not null)
        {
            var metadata = item["metadata"] as JsonObject ?? [];
            item["metadata"] = metadata;
            metadata.Remove("namespace");
            metadata.Remove("name");
        }

        return copy;
    }

    private static void AssertUnderstood(string note, JsonObject response, ApiResult<JsonObject> result)
    {
        var (status, body) = (response["status"]!.GetValue<int>(), response["body"]);
        if (result.TryGet(out var value, out var error))
        {
            Assert.True(status < 300, $"{note}: {status} was taken as a success");
            if (value["kind"]?.GetValue<string>() != "Status")
            {
                Assert.True(JsonNode.DeepEquals(body, value), note);
            }

            return;
        }

        Assert.Equal(status, error.StatusCode);
        if (body is not JsonObject told)
        {
            Assert.True(error.IsNotServed, note);
            return;
        }

        Assert.Equal(told["reason"]?.GetValue<string>(), error.Reason);
        Assert.Equal(told["message"]?.GetValue<string>(), error.Message);
        var causes = told["details"]?["causes"]?.AsArray() ?? [];
        Assert.Equal(causes.Select(c => $"{c!["field"]} {c["reason"]} {c["message"]}"), error.Causes.Select(c => $"{c.Field} {c.Reason} {c.Message}"));
        Assert.Equal(told["details"]?["retryAfterSeconds"]?.GetValue<int>(), (int?)error.RetryAfter?.TotalSeconds);
    }
}
