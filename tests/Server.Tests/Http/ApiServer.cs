using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Rollout.History;
using Rollout.Server.Hooks;
using Rollout.Server.Http;
using Rollout.Server.Releases;

namespace Rollout.Server.Tests.Http;

/// <summary>The API on a real Kestrel on a free loopback port, with a token file of its own.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string tokenFile = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private ApiServer(IReadOnlyList<IRunningRollout> rollouts, bool withToken, TimeProvider? time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        var token = withToken ? AccessToken.FromFile(tokenFile) : null;
        app.MapRollouts(rollouts, token, NullLogger.Instance, time);
        app.MapHooks(new ListedRollouts(rollouts), token, null, NullLogger.Instance, time ?? TimeProvider.System);
        app.MapReleases(Book, time ?? TimeProvider.System);
    }

    /// <summary>Without a store.</summary>
    public ReleaseBook Book { get; } = new(null, _ => ValueTask.FromResult<IReadOnlyList<ReleaseRecord>>([]), TimeProvider.System, NullLogger.Instance);

    public HttpClient Client { get; private set; } = null!;

    public string Token => File.ReadLines(tokenFile).First();

    public IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public static Task<ApiServer> StartAsync(bool withToken, params IReadOnlyList<IRunningRollout> rollouts) => StartAsync(withToken, null, rollouts);

    public static async Task<ApiServer> StartAsync(bool withToken, TimeProvider? time, params IReadOnlyList<IRunningRollout> rollouts)
    {
        var server = new ApiServer(rollouts, withToken, time);
        await server.app.StartAsync();
        server.Client = new HttpClient { BaseAddress = new Uri(server.app.Urls.First()) };
        return server;
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body, string? authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        File.Delete(tokenFile);
    }
}
