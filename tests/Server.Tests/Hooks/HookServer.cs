using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Rollout.Server.Access;
using Rollout.Server.Hooks;
using Rollout.Server.Http;
using Rollout.Server.Tests.Http;
using Rollout.Server.Tests.Loop;
using Rollout.Support;

namespace Rollout.Server.Tests.Hooks;

/// <summary>The hooks on a real Kestrel on a free loopback port.</summary>
internal sealed class HookServer : IAsyncDisposable
{
    public const string Secret = "0123456789abcdef";
    private readonly WebApplication app;

    private HookServer(ICallGuard? guard, bool withSecret, IReadOnlyList<StubRollout> rollouts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapHooks(new ListedRollouts(rollouts), guard, withSecret ? new HookSecret(Secret) : null, Log, Time);
    }

    public ManualTime Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    public CapturedLog Log { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    public static async Task<HookServer> StartAsync(ICallGuard? guard, bool withSecret, params IReadOnlyList<StubRollout> rollouts)
    {
        var server = new HookServer(guard, withSecret, rollouts);
        await server.app.StartAsync();
        server.Client = new HttpClient { BaseAddress = new Uri(server.app.Urls.First()) };
        return server;
    }

    public Task<HttpResponseMessage> PostAsync(string hook, string body, params IReadOnlyList<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{hook}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}
