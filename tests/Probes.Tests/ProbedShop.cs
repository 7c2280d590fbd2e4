using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Rollout.Probes.Tests;

/// <summary>What is probed: a real HTTP server on loopback that answers as it is told and remembers what it was asked.</summary>
internal sealed class ProbedShop : IAsyncDisposable
{
    private readonly WebApplication app;

    private ProbedShop(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <summary>Method and path to the answer; anything else is 404.</summary>
    public Dictionary<string, RequestDelegate> Routes { get; } = new(StringComparer.Ordinal);

    public List<Asked> Requests { get; } = [];

    public static async Task<ProbedShop> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var shop = new ProbedShop(app);
        app.Run(shop.AnswerAsync);
        await app.StartAsync(CancellationToken.None);
        return shop;
    }

    public void On(string route, int status, string body, string type = "application/json") => Routes[route] = async c =>
    {
        c.Response.StatusCode = status;
        c.Response.ContentType = type;
        await c.Response.WriteAsync(body, c.RequestAborted);
    };

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new MemoryStream();
        await context.Request.Body.CopyToAsync(reader, context.RequestAborted);
        lock (Requests)
        {
            Requests.Add(new Asked(
                context.Request.Method,
                context.Request.GetEncodedPathAndQuery(),
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                System.Text.Encoding.UTF8.GetString(reader.ToArray())));
        }

        context.Response.StatusCode = 404;
        if (Routes.TryGetValue($"{context.Request.Method} {context.Request.Path.Value}", out var answer))
        {
            context.Response.StatusCode = 200;
            await answer(context);
        }
    }

    public sealed record Asked(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
}
