using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Rollout.History;

namespace Rollout.Server.Client;

/// <summary>The controller's HTTP API (contract section 6) from the caller's side. Answers are bounded in bytes and time.</summary>
public sealed class ControllerClient : IRolloutTarget
{
    private const int MostBytes = 4 * 1024 * 1024;
    private readonly HttpClient client;

    /// <param name="address">Of the controller; a path in it is kept, as behind a proxy.</param>
    /// <param name="token">For orders; null: only looks.</param>
    /// <param name="patience">For one answer; 5 s unless told.</param>
    public ControllerClient(Uri address, string? token, TimeSpan? patience = null)
    {
        var root = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        client = new HttpClient { BaseAddress = root, Timeout = patience ?? TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = MostBytes };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    public void Dispose() => client.Dispose();

    /// <summary>It cannot be reached, or did not answer in time; not that the asker was told to end.</summary>
    public static bool IsAway(Exception failure, CancellationToken cancellation) =>
        failure is HttpRequestException || (failure is TaskCanceledException && !cancellation.IsCancellationRequested);

    /// <summary>True once the controller says that it is ready; false while it cannot be reached or is not.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("readyz", UriKind.Relative), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (IsAway(away, cancellation))
        {
            return false;
        }
    }

    /// <summary>The first rollout there; null while the controller has none to show or cannot be reached at the moment.</summary>
    public async Task<RolloutSeen?> LookAsync(CancellationToken cancellation)
    {
        try
        {
            var listing = await client.GetFromJsonAsync<Listing>("api/v1/rollouts", RolloutSeen.Json, cancellation);
            return listing?.Items is [var first, ..] ? first : null;
        }
        catch (Exception away) when (IsAway(away, cancellation))
        {
            return null;
        }
    }

    /// <summary>One rollout as it is now; <see cref="ApiAnswer.Unchanged"/> when it still is as at <paramref name="etag"/>.</summary>
    public Task<ApiAnswer> GetAsync(RolloutSeen.RolloutName rollout, string? etag, CancellationToken cancellation) => AskAsync(() =>
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Path(rollout));
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }

        return request;
    }, cancellation);

    public Task<ApiAnswer> OrderAsync(RolloutSeen.RolloutName rollout, string verb, IReadOnlyDictionary<string, string?> body, CancellationToken cancellation) =>
        OrderAsync(rollout, verb, body, null, cancellation);

    /// <inheritdoc/>
    public Task<ApiAnswer> OrderAsync(
        RolloutSeen.RolloutName rollout, string verb, IReadOnlyDictionary<string, string?> body, IReadOnlyDictionary<string, string>? images, CancellationToken cancellation) =>
        AskAsync(() =>
        {
            var members = body.Where(m => m.Value is not null).ToDictionary(m => m.Key, m => (object)m.Value!, StringComparer.Ordinal);
            if (images is not null)
            {
                members["images"] = images;
            }

            return new HttpRequestMessage(HttpMethod.Post, $"{Path(rollout)}/{verb}") { Content = JsonContent.Create(members) };
        }, cancellation);

    /// <summary>The series behind the verdict; null when the controller cannot be reached at the moment.</summary>
    public async Task<EvidenceSeen?> EvidenceAsync(RolloutSeen rollout, CancellationToken cancellation)
    {
        try
        {
            return await client.GetFromJsonAsync<EvidenceSeen>($"{Path(rollout.Metadata)}/evidence", RolloutSeen.Json, cancellation);
        }
        catch (Exception away) when (IsAway(away, cancellation))
        {
            return null;
        }
    }

    /// <summary>Releases as the controller's history has them, at most as many as one answer holds. Or what the answer is instead.</summary>
    /// <param name="rollout">Null: of all.</param>
    /// <param name="since">Ended then or later, or under way; null: from the beginning.</param>
    /// <param name="before">Taken up before; null: up to now.</param>
    /// <param name="most">At most so many; null: as many as the controller gives.</param>
    public async Task<(ReleasesRead.Found? Found, string? Trouble, ApiAnswer? Instead)> ReleasesAsync(
        RolloutSeen.RolloutName? rollout, DateTimeOffset? since, DateTimeOffset? before, int? most, CancellationToken cancellation)
    {
        string?[] query =
        [
            since is { } s ? "since=" + Uri.EscapeDataString(s.UtcDateTime.ToString("O")) : null,
            before is { } b ? "before=" + Uri.EscapeDataString(b.UtcDateTime.ToString("O")) : null,
            most is { } m ? FormattableString.Invariant($"limit={m}") : null,
        ];
        var path = $"{(rollout is null ? "api/v1" : Path(rollout))}/history?{string.Join('&', query.Where(part => part is not null))}";
        var (status, body, away) = await TextAsync(() => new HttpRequestMessage(HttpMethod.Get, path), cancellation);
        return away is not null ? (null, null, away)
            : status is not HttpStatusCode.OK ? (null, null, ApiAnswers.Read(status, null, body))
            : ReleaseJson.Read(body) is var (found, trouble) ? (found, trouble, null)
            : (null, null, new ApiAnswer.Away("what answers there is no controller: its answer is no history"));
    }

    private static string Path(RolloutSeen.RolloutName rollout) =>
        $"api/v1/rollouts/{Uri.EscapeDataString(rollout.Namespace)}/{Uri.EscapeDataString(rollout.Name)}";

    private async Task<(HttpStatusCode Status, string Body, ApiAnswer.Away? Away)> TextAsync(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        var (status, body) = (HttpStatusCode.OK, "");
        var answer = await AskAsync(make, (code, _, text) =>
        {
            (status, body) = (code, text);
            return new ApiAnswer.Unchanged();
        }, cancellation);
        return (status, body, answer as ApiAnswer.Away);
    }

    private Task<ApiAnswer> AskAsync(Func<HttpRequestMessage> make, CancellationToken cancellation) => AskAsync(make, ApiAnswers.Read, cancellation);

    private async Task<ApiAnswer> AskAsync(
        Func<HttpRequestMessage> make, Func<HttpStatusCode, string?, string, ApiAnswer> read, CancellationToken cancellation)
    {
        try
        {
            using var request = make();

            // Buffered whole, up to MaxResponseContentBufferSize.
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
            using var content = answer.Content.ReadAsStream(cancellation);
            using var body = new MemoryStream();
            content.CopyTo(body);
            return read(answer.StatusCode, answer.Headers.ETag?.ToString(), Encoding.UTF8.GetString(body.ToArray()));
        }
        catch (Exception away) when (IsAway(away, cancellation))
        {
            return new ApiAnswer.Away(away is TaskCanceledException
                ? $"{client.BaseAddress} did not answer within {client.Timeout.TotalSeconds:0} s" : $"{client.BaseAddress}: {away.GetBaseException().Message}");
        }
    }

    private sealed record Listing(IReadOnlyList<RolloutSeen> Items);
}
