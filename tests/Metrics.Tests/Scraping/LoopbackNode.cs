using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Rollout.Metrics.Tests.Scraping;

/// <summary>A node of the fleet: a real HTTP server on loopback that answers as it is told.</summary>
internal sealed class LoopbackNode : IAsyncDisposable
{
    private readonly WebApplication app;
    private int requests;

    private LoopbackNode(WebApplication app) => this.app = app;

    /// <summary>What it answers to any request; may be changed at any time.</summary>
    public RequestDelegate Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>Several may come at once.</summary>
    public int Requests => Volatile.Read(ref requests);

    public HttpRequestSnapshot? Last { get; private set; }

    public Uri Address => new(app.Urls.Single());

    public static async Task<LoopbackNode> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(System.Net.IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        var node = new LoopbackNode(app);
        app.Run(context =>
        {
            Interlocked.Increment(ref node.requests);
            node.Last = new HttpRequestSnapshot(context.Request.Path, context.Request.Headers.Accept.ToString(), context.Request.Headers.AcceptEncoding.ToString());
            return node.Answer(context);
        });
        await app.StartAsync(CancellationToken.None);
        return node;
    }

    public void AnswerWith(string body, string type = "text/plain; version=0.0.4; charset=utf-8", int status = 200) => Answer = async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body, context.RequestAborted);
    };

    public ValueTask DisposeAsync() => app.DisposeAsync();

    public sealed record HttpRequestSnapshot(string Path, string Accept, string AcceptEncoding);
}
