using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Tests;

/// <summary>A real HTTP server on loopback that answers as the test says, and remembers what it was asked.</summary>
internal sealed class PlayedServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private PlayedServer(WebApplication app) => this.app = app;

    public ConcurrentQueue<PlayedRequest> Requests { get; } = [];

    public Uri Address => new(app.Urls.First());

    public Func<HttpContext, PlayedRequest, Task> Answer { get; set; } = (context, _) => JsonAsync(context, 200, "{}");

    public static async Task<PlayedServer> StartAsync(X509Certificate2? certificate = null, Action<HttpsConnectionAdapterOptions>? tls = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificate;
                    tls?.Invoke(https);
                });
            }
        }));
        var server = new PlayedServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    public ClusterConnection Connection(ICredentialSource? credentials = null) => new()
    {
        Server = Address,
        Credentials = credentials ?? new FixedCredentials(Credential.Anonymous),
    };

    public ClusterClient Client(ClientOptions? options = null, ICredentialSource? credentials = null) =>
        new(Connection(credentials), options ?? new ClientOptions { Limits = new ClientLimits { Attempts = 1 } });

    public static async Task JsonAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    public static Task StatusAsync(HttpContext context, int code, string reason, string message = "no") =>
        JsonAsync(context, code, $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"{{message}}","reason":"{{reason}}","code":{{code}}}""");

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new PlayedRequest(
            context.Request.Method,
            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
            context.Request.ContentType,
            Encoding.UTF8.GetString(body.ToArray()),
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            context.Request.Protocol);
        Requests.Enqueue(request);
        await Answer(context, request);
    }
}
