using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.Support;

namespace Rollout.FakeKubernetes.Tests;

/// <summary>A fake server under a manual clock, and the requests that tests make of it.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    public const string Space = "/namespaces/default/";
    private readonly HttpClient http;

    private FakeCluster(FakeKubernetesServer server, ManualTime time)
    {
        Server = server;
        Time = time;
        http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.AdminToken);
    }

    public FakeKubernetesServer Server { get; }

    public ManualTime Time { get; }

    public HttpClient Http => http;

    public static async Task<FakeCluster> StartAsync(Func<FakeKubernetesOptions, FakeKubernetesOptions>? change = null)
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var options = new FakeKubernetesOptions { Time = time, RunControllers = false };
        return new FakeCluster(await FakeKubernetesServer.StartAsync(change is null ? options : change(options)), time);
    }

    public async Task<(int Status, JsonNode? Body)> AskAsync(string method, string path, string? body = null,
        string type = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        using var response = await http.SendAsync(request);
        await using var stream = await response.Content.ReadAsStreamAsync();
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType == "application/json"
            ? await JsonNode.ParseAsync(stream) : null);
    }

    /// <summary>The object at a path.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        var (status, body) = await AskAsync("GET", path);
        Assert.Equal(200, status);
        return body!;
    }

    public async Task CreateAsync(string path, string body) => Assert.Equal(201, (await AskAsync("POST", path, body)).Status);

    public async Task MergeAsync(string path, string patch) =>
        Assert.Equal(200, (await AskAsync("PATCH", path, patch, "application/merge-patch+json")).Status);

    public Task SettleAsync() => Server.Controllers.SettleAsync(Time.Advance, () => false);

    /// <summary>Controllers work for so long and no longer.</summary>
    public async Task RunAsync(TimeSpan length)
    {
        var until = Time.GetUtcNow() + length;
        await Server.Controllers.SettleAsync(by => Time.Advance(Time.GetUtcNow() + by > until ? until - Time.GetUtcNow() : by), () =>
            Time.GetUtcNow() >= until);
        await Server.Controllers.PumpAsync(1000);
    }

    public async Task<IReadOnlyList<JsonObject>> PodsAsync(string selector) =>
        [.. (await GetAsync($"/api/v1{Space}pods?labelSelector={Uri.EscapeDataString(selector)}")).Maps("items")];

    /// <summary>A workload with one container.</summary>
    public static string Workload(string kind, string name, string image, int? replicas, string spec = "")
    {
        var whole = JsonNode.Parse($$$"""{"apiVersion": "apps/v1", "kind": "{{{kind}}}", "metadata": {"name": "{{{name}}}" } }""")!;
        var wanted = (JsonObject)JsonNode.Parse("{" + spec.Trim().TrimEnd(',') + "}")!;
        wanted.Put("replicas", replicas);
        wanted["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } };
        wanted["template"] = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = image }) },
        };
        whole["spec"] = wanted;
        return whole.ToJsonString();
    }

    /// <summary>A merge patch that gives a workload another image.</summary>
    public static string NewImage(string image) =>
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"" + image + "\"}]}}}}";

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Server.DisposeAsync();
    }
}
