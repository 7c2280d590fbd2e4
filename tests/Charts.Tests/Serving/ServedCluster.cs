using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Rollout.Charts.Tests.Rendering;
using Rollout.FakeKubernetes;

namespace Rollout.Charts.Tests.Serving;

/// <summary>A fake API server on which the chart is installed, without a pod of the controller ever starting. Requests are a person's or the controller's.</summary>
internal sealed class ServedCluster : IAsyncDisposable
{
    /// <summary>Kinds of the chart that the fake server does not serve.</summary>
    public static readonly IReadOnlyList<string> NotServed = ["NetworkPolicy", "PrometheusRule", "ServiceMonitor"];

    private readonly FakeKubernetesServer server;
    private readonly HttpClient http;
    private string controller = "";

    private ServedCluster(FakeKubernetesServer server)
    {
        this.server = server;
        http = new HttpClient { BaseAddress = server.Address };
    }

    public static async Task<ServedCluster> StartAsync(string values = "", bool policies = true)
    {
        var cluster = new ServedCluster(await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { RunControllers = false }));
        foreach (var name in new[] { "rollout-system", "store" })
        {
            await cluster.PersonAsync("POST", "/api/v1/namespaces", $$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{name}}}"}}""");
        }

        foreach (var one in Chart.Rollout.Objects(values, ValueSets.Release(policies)).Where(o => !NotServed.Contains(o.Kind)))
        {
            await cluster.PersonAsync("POST", Path(one), one.Json.ToJsonString());
        }

        cluster.controller = cluster.server.TokenFor("rollout-system", "rollout");
        return cluster;
    }

    /// <summary>As an administrator; what is refused is a failure.</summary>
    public async Task<Served> PersonAsync(string method, string path, string? body = null, string type = "application/json")
    {
        var answer = await AskAsync(server.AdminToken, method, path, body, type);
        Assert.True(answer.Status is 200 or 201, $"{method} {path}: {answer.Status} {answer.Body?.ToJsonString()}\n{body}");
        return answer;
    }

    public Task<Served> MergeAsync(string path, string patch) => PersonAsync("PATCH", path, patch, "application/merge-patch+json");

    public Task<Served> ControllerAsync(string method, string path, string? body = null, string type = "application/json") =>
        AskAsync(controller, method, path, body, type);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    private async Task<Served> AskAsync(string token, string method, string path, string? body, string type)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        using var response = await http.SendAsync(request);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var answer = response.Content.Headers.ContentType?.MediaType == "application/json" ? await JsonNode.ParseAsync(stream) : null;
        var warnings = response.Headers.TryGetValues("Warning", out var said) ? string.Join('\n', said) : "";
        return new Served((int)response.StatusCode, answer, warnings);
    }

    private static string Path(RenderedObject one)
    {
        var plural = one.Kind.ToLowerInvariant() + (one.Kind.EndsWith('y') ? "" : "s");
        plural = plural.EndsWith("policy", StringComparison.Ordinal) ? plural[..^1] + "ies" : plural;
        return (one.ApiVersion == "v1" ? "/api/v1" : $"/apis/{one.ApiVersion}") + (one.Namespace.Length > 0 ? $"/namespaces/{one.Namespace}" : "") + "/" + plural;
    }
}
