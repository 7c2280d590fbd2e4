using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Story;

/// <summary>The controller's HTTP API, as much of it as the terminal needs.</summary>
public sealed class ControllerClient : IDisposable
{
    private const int MostBytes = 4 * 1024 * 1024;
    private readonly HttpClient client;

    /// <param name="address">Of the controller.</param>
    /// <param name="token">For orders; null: only looks.</param>
    /// <param name="patience">For one answer; 5 s unless told.</param>
    public ControllerClient(Uri address, string? token, TimeSpan? patience = null)
    {
        client = new HttpClient { BaseAddress = address, Timeout = patience ?? TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = MostBytes };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    public void Dispose() => client.Dispose();

    /// <summary>It cannot be reached, or did not answer in time; not that the asker was told to end.</summary>
    internal static bool IsAway(Exception failure, CancellationToken cancellation) =>
        failure is HttpRequestException || (failure is TaskCanceledException && !cancellation.IsCancellationRequested);

    /// <summary>True once the controller says that it is ready; false while it cannot be reached or is not.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative), cancellation);
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
            var listing = await client.GetFromJsonAsync<Listing>("/api/v1/rollouts", RolloutSeen.Json, cancellation);
            return listing?.Items is [var first, ..] ? first : null;
        }
        catch (Exception away) when (IsAway(away, cancellation))
        {
            return null;
        }
    }

    /// <summary>The series behind the verdict; null when the controller cannot be reached at the moment.</summary>
    public async Task<EvidenceSeen?> EvidenceAsync(RolloutSeen rollout, CancellationToken cancellation)
    {
        try
        {
            return await client.GetFromJsonAsync<EvidenceSeen>($"{Path(rollout)}/evidence", RolloutSeen.Json, cancellation);
        }
        catch (Exception away) when (IsAway(away, cancellation))
        {
            return null;
        }
    }

    /// <summary>Orders a version; null when the order was taken, else what the controller said.</summary>
    public async Task<string?> StartAsync(RolloutSeen rollout, string version, CancellationToken cancellation)
    {
        using var answer = await client.PostAsJsonAsync($"{Path(rollout)}/start", new { version }, cancellation);
        if (answer.StatusCode == HttpStatusCode.Accepted)
        {
            return null;
        }

        using var body = new MemoryStream();
        await BoundedBody.CopyAsync(answer.Content, body, MostBytes, cancellation);
        return $"{(int)answer.StatusCode}: {Detail(body.ToArray())}";
    }

    private static string Path(RolloutSeen rollout) => $"/api/v1/rollouts/{rollout.Metadata.Namespace}/{rollout.Metadata.Name}";

    private static string Detail(byte[] problem)
    {
        try
        {
            using var document = JsonDocument.Parse(problem);
            return document.RootElement.TryGetProperty("detail", out var detail) ? detail.ToString() : document.RootElement.ToString();
        }
        catch (JsonException)
        {
            return "no explanation";
        }
    }

    private sealed record Listing(IReadOnlyList<RolloutSeen> Items);
}
