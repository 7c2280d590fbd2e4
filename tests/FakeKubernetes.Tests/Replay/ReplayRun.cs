using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Rollout.Support;

namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>Plays the recordings in order against one fake server over HTTP, as the real one was asked.</summary>
internal sealed class ReplayRun(FakeKubernetesServer server, ManualTime time, HttpClient http)
{
    private const int MostBytes = 8 << 20;
    private readonly Correspondence names = new();
    private readonly IReadOnlyList<Interlude> interludes = Interlude.ReadAll();
    private string? issuedToken;

    public async Task<IReadOnlyList<ScenarioResult>> PlayAsync(IEnumerable<Transcript> transcripts)
    {
        var results = new List<ScenarioResult>();
        foreach (var transcript in transcripts)
        {
            var differences = new List<Difference>();
            foreach (var exchange in transcript.Exchanges)
            {
                differences.AddRange(await PlayAsync(exchange));
            }

            results.Add(new ScenarioResult(transcript, differences));
        }

        return results;
    }

    private async Task<IReadOnlyList<Difference>> PlayAsync(Exchange exchange)
    {
        foreach (var interlude in interludes.Where(i => i.At == exchange.Id && !i.During))
        {
            await InterludeAsync(interlude);
        }

        await WaitAsync(exchange, interludes.FirstOrDefault(i => i.At == exchange.Id && i.Wait is not null)?.Wait);
        var bearer = interludes.FirstOrDefault(i => i.At == exchange.Id && i.Bearer is not null)?.Bearer;
        var ours = await AskAsync(exchange.Method, exchange.Path, exchange.ContentType, exchange.Body, bearer ?? exchange.As, exchange);
        var comparison = new Comparison(names, exchange.Id);
        comparison.Answers(exchange.Response, ours);
        return comparison.Differences;
    }

    private async Task InterludeAsync(Interlude interlude)
    {
        foreach (var request in interlude.Requests)
        {
            var answer = await AskAsync((string)request["method"]!, (string)request["path"]!, (string?)request["contentType"]
                ?? "application/json",
                request["body"], (string?)request["as"], null);
            if (answer.Status >= 300)
            {
                throw new InvalidOperationException($"the unrecorded request before {interlude.At} was refused: {answer.Body}");
            }
        }
    }

    /// <summary>The recorder read when what it waited for had come; so do we: controllers run until nothing is left to do.</summary>
    private async Task WaitAsync(Exchange exchange, string? wait)
    {
        wait ??= exchange.Method == "GET" && string.CompareOrdinal(exchange.Id, "12") >= 0 ? "settled" : "nothing";
        if (wait.StartsWith("syncs:", StringComparison.Ordinal))
        {
            await server.Controllers.PumpAsync(int.Parse(wait[6..], System.Globalization.CultureInfo.InvariantCulture));
        }
        else if (wait.StartsWith("seconds:", StringComparison.Ordinal))
        {
            time.Advance(TimeSpan.FromSeconds(int.Parse(wait[8..], System.Globalization.CultureInfo.InvariantCulture)));
        }
        else if (wait.Contains('=', StringComparison.Ordinal))
        {
            var path = names.Translate(exchange.Path);
            await server.Controllers.SettleAsync(time.Advance, () => Holds(server.Read(path), wait));
        }
        else if (wait == "settled")
        {
            await server.Controllers.SettleAsync(time.Advance, () => false);
        }
    }

    private static bool Holds(JsonNode? body, string conditions) =>
        conditions.Split(';').All(condition =>
        {
            var (pointer, value) = (condition.Split('=')[0], condition.Split('=')[1]);
            return (pointer[1..].Split('/').Aggregate(body, (node, part) => (node as JsonObject)?[part])?.ToString() ?? "") == value;
        });

    private async Task<Recorded> AskAsync(string method, string path, string? contentType, JsonNode? body, string? identity,
        Exchange? exchange)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), OurPath(path));
        if (identity != "anonymous")
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer",
                identity switch { null => server.AdminToken, "token" => issuedToken, _ => identity });
        }

        if (body is not null)
        {
            var text = body is JsonValue raw && raw.TryGetValue<string>(out var broken) ? broken
                : Tokens(names.Translate(body))!.ToJsonString();
            request.Content = new StringContent(text, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType!);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return exchange is { IsWatch: true } ? await WatchAsync(exchange, response) : await ReadAsync(response);
    }

    private JsonNode? Tokens(JsonNode? body)
    {
        if ((string?)(body as JsonObject)?["kind"] == "TokenReview" && (string?)body!["spec"]!["token"] == "REDACTED")
        {
            body["spec"]!["token"] = issuedToken;
        }

        return body;
    }

    private string OurPath(string path)
    {
        var parts = names.Translate(path).Split('?', 2);
        return parts.Length == 1
            ? parts[0]
            : parts[0] + "?" + string.Join('&', parts[1].Split('&').Select(pair =>
                pair.StartsWith("resourceVersion=", StringComparison.Ordinal) ? "resourceVersion=" + names.TranslateVersion(pair[16..])
                    : pair));
    }

    private async Task<Recorded> ReadAsync(HttpResponseMessage response)
    {
        await using var stream = await response.Content.ReadAsStreamAsync();
        var bytes = await BoundedAsync(stream);
        var text = Encoding.UTF8.GetString(bytes);
        var type = response.Content.Headers.ContentType?.ToString();
        var body = type == "application/json" ? JsonNode.Parse(text) : text;
        Redact(body);
        return new Recorded((int)response.StatusCode, type, response.Headers.RetryAfter?.ToString(), body, null);
    }

    /// <summary>The recorder wrote REDACTED where a token stood.</summary>
    private void Redact(JsonNode? body)
    {
        if (body is JsonObject { } map && (string?)map["kind"] is "TokenRequest" or "TokenReview")
        {
            var holder = (string?)body["kind"] == "TokenRequest" ? body["status"] : body["spec"];
            issuedToken = (string?)body["kind"] == "TokenRequest" ? (string?)holder?["token"] : issuedToken;
            if ((string?)holder?["token"] is { } token && token == issuedToken)
            {
                holder["token"] = "REDACTED";
            }
        }
    }

    private async Task<Recorded> WatchAsync(Exchange exchange, HttpResponseMessage response)
    {
        await using var stream = await response.Content.ReadAsStreamAsync();
        foreach (var interlude in interludes.Where(i => i.At == exchange.Id && i.During))
        {
            await InterludeAsync(interlude);
        }

        var reading = BoundedAsync(stream);
        while (!reading.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
        }

        var lines = Encoding.UTF8.GetString(await reading).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new Recorded((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), null, null,
            [.. lines.Select(line => JsonNode.Parse(line))]);
    }

    private static async Task<byte[]> BoundedAsync(Stream stream)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            kept.Write(buffer, 0, read);
            if (kept.Length > MostBytes)
            {
                throw new InvalidOperationException($"the answer is longer than {MostBytes} bytes");
            }
        }

        return kept.ToArray();
    }
}
