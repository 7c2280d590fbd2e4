using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Rollout.Probes.Tests.Steps.Grpc;

/// <summary>A server of gRPC over HTTP/2 without TLS that answers every call as it is told; SERVING unless told.</summary>
internal sealed class HealthServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private HealthServer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public static async Task<HealthServer> StartAsync(RequestDelegate? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(answer ?? ServingAsync);
        await app.StartAsync();
        return new HealthServer(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task ServingAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 8, 1 }, context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
