using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes;

namespace Rollout.Api.Tests.Crds;

/// <summary>A fake API server that serves our kinds, as `kubectl apply -f` of the CRDs makes a real one do.</summary>
public sealed class ServedKinds : IAsyncLifetime
{
    private FakeKubernetesServer server = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { CrdStart = TimeSpan.Zero });
        http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.AdminToken);
        foreach (var crd in Definitions.All)
        {
            var (status, answer) = await SendAsync("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd);
            Assert.True(status == 201, answer?.ToJsonString());
        }

        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        foreach (var crd in Definitions.All)
        {
            while ((await SendAsync("GET", Url((string)crd["spec"]!["names"]!["kind"]!), null)).Status != 200)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, late.Token);
            }
        }
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    /// <summary>What the server would store, or what it refuses; nothing is kept.</summary>
    internal async Task<ServerAnswer> TryAsync(JsonObject resource)
    {
        var (status, body) = await SendAsync("POST", Url((string)resource["kind"]!) + "?dryRun=All&fieldValidation=Strict", resource);
        return new ServerAnswer(status, body!);
    }

    internal async Task<(int Status, JsonNode? Body)> SendAsync(string method, string path, JsonNode? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await http.SendAsync(request);
        await using var stream = await response.Content.ReadAsStreamAsync();
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType == "application/json" ? await JsonNode.ParseAsync(stream) : null);
    }

    internal static string Url(string kind) => $"/apis/staggered.dev/v1alpha1/namespaces/default/{kind.ToLowerInvariant()}s";
}
