using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rollout.Server.Dashboard;
using Rollout.Server.Hooks;
using Rollout.Server.Http;
using Rollout.Telemetry;

namespace Rollout.Server.Hosting;

/// <summary>The controller's HTTP side: health, API, dashboard.</summary>
internal static class WebHost
{
    /// <exception cref="IOException">The address is taken or cannot be bound.</exception>
    public static async Task<(WebApplication App, Uri Address)> StartAsync(
        ListenAddress listen, IRollouts rollouts, IAccess access, Func<string?> notReady, ControllerTelemetry telemetry, WebGates gates, TimeProvider time,
        ILoggerFactory logs, CancellationToken cancellationToken, Action<WebApplication>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(new IPEndPoint(listen.Address, listen.Port), o => o.Protocols = HttpProtocols.Http1AndHttp2);
            kestrel.Limits.MaxRequestBodySize = HookPayload.MostBytes + OrderBody.MostBytes;
            kestrel.AddServerHeader = false;
        });

        // The process's own signals belong to whoever embeds us.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        gates.Limits.AddTo(builder.Services);
        var app = builder.Build();
        app.UseRateLimiter();
        app.MapGet("/livez", context => context.Response.WriteAsync("ok", context.RequestAborted));
        app.MapGet("/readyz", context => Ready(context, notReady()));
        app.MapGet("/metrics", context => MetricsAsync(context, telemetry));
        app.MapRollouts(rollouts, access, logs.CreateLogger("rollout.api"));
        app.MapHooks(rollouts, gates.Guard, gates.Hooks, logs.CreateLogger("rollout.hooks"), time);
        app.MapDashboard();
        more?.Invoke(app);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return (app, new Uri(app.Urls.First()));
    }

    private static async Task MetricsAsync(HttpContext context, ControllerTelemetry telemetry)
    {
        var page = telemetry.Page(context.Request.Headers.Accept, context.Request.Headers.AcceptEncoding);
        context.Response.ContentType = page.ContentType;
        context.Response.Headers.Vary = "Accept, Accept-Encoding";
        context.Response.ContentLength = page.Body.Length;
        if (page.IsGzip)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }

        await context.Response.Body.WriteAsync(page.Body, context.RequestAborted);
    }

    private static Task Ready(HttpContext context, string? wrong)
    {
        context.Response.StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(wrong ?? "ok", context.RequestAborted);
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
