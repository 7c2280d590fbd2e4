using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace Rollout.Server.Client;

/// <summary>The controller's HTTP API (contract section 6) from the caller's side. Answers are bounded in bytes and time.</summary>
public sealed class ControllerClient : IDisposable
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

    /// <summary>Asks for a change; the answer is the rollout as it was when the order was written down.</summary>
    /// <param name="rollout">Which.</param>
    /// <param name="verb">As in the path: start, pause, resume, promote, abort, retry.</param>
    /// <param name="body">Members of the body; those that are null are left out.</param>
    /// <param name="cancellation">Ends the wait, not the order.</param>
    public Task<ApiAnswer> OrderAsync(RolloutSeen.RolloutName rollout, string verb, IReadOnlyDictionary<string, string?> body, CancellationToken cancellation) =>
        AskAsync(() => new HttpRequestMessage(HttpMethod.Post, $"{Path(rollout)}/{verb}")
        {
            Content = JsonContent.Create(body.Where(m => m.Value is not null).ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal)),
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

    private static string Path(RolloutSeen.RolloutName rollout) =>
        $"api/v1/rollouts/{Uri.EscapeDataString(rollout.Namespace)}/{Uri.EscapeDataString(rollout.Name)}";

    private async Task<ApiAnswer> AskAsync(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        try
        {
            using var request = make();

            // Buffered whole, up to MaxResponseContentBufferSize.
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
            using var content = answer.Content.ReadAsStream(cancellation);
            using var body = new MemoryStream();
            content.CopyTo(body);
            return ApiAnswers.Read(answer.StatusCode, answer.Headers.ETag?.ToString(), Encoding.UTF8.GetString(body.ToArray()));
        }
        catch (Exception away) when (IsAway(away, cancellation))
        {
            return new ApiAnswer.Away(away is TaskCanceledException
                ? $"{client.BaseAddress} did not answer within {client.Timeout.TotalSeconds:0} s" : $"{client.BaseAddress}: {away.GetBaseException().Message}");
        }
    }

    private sealed record Listing(IReadOnlyList<RolloutSeen> Items);
}
