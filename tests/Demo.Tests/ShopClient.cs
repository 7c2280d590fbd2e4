using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Rollout.Demo.Tests;

/// <summary>A customer in a test: one session, its cookie kept.</summary>
public sealed class ShopClient(HttpClient client, int port, bool synthetic = false)
{
    public string? Cookie { get; private set; }

    public string? HomeNode => Cookie?.Split('=')[1].Split('.')[0];

    public async Task<(HttpStatusCode Code, JsonNode? Body)> AskAsync(HttpMethod method, string path, object? json = null)
    {
        using var request = new HttpRequestMessage(method, new Uri($"http://127.0.0.1:{port}{path}"));
        request.Content = json is null ? null : JsonContent.Create(json);
        if (synthetic)
        {
            request.Headers.Add("X-Synthetic", "rollout");
        }

        if (Cookie is not null)
        {
            request.Headers.Add("Cookie", Cookie);
        }

        using var answer = await client.SendAsync(request);
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            Cookie = cookies.Single().Split(';')[0];
        }

        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType == "application/json" ? await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync()) : null);
    }

    /// <summary>Puts one thing in the basket and pays for it; the answer to the payment.</summary>
    public async Task<(HttpStatusCode Code, string? Status)> BuyAsync(string sku, decimal price)
    {
        var (filled, basket) = await AskAsync(HttpMethod.Post, "/basket", new { sku, quantity = 1, price });
        Assert.Equal(HttpStatusCode.Created, filled);
        var (code, paid) = await AskAsync(HttpMethod.Post, $"/basket/{basket!["id"]}/checkout");
        return (code, (string?)paid!["status"]);
    }
}
