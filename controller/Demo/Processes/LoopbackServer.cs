using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rollout.Api;

namespace Rollout.Demo.Processes;

/// <summary>A small HTTP server on loopback: one handler a port, no routing table, nothing logged, so that it starts fast and idles cheaply.</summary>
internal static class LoopbackServer
{
    /// <summary>The largest request body that is read, bytes.</summary>
    public const int MaxBodyBytes = 16 * 1024;

    /// <summary>
    /// Serves until SIGTERM, the token or the end of the owner, then lets running requests finish.
    /// Exit codes: 0 ended as asked; 3 a port is in use (said on stderr with the mend).
    /// </summary>
    /// <param name="ports">Port and who answers on it.</param>
    /// <param name="started">Runs once all ports listen.</param>
    public static async Task<int> ServeAsync(
        IReadOnlyList<(int Port, RequestDelegate Handler)> ports,
        int? owner,
        Func<CancellationToken, Task> started,
        TimeProvider time,
        CancellationToken cancellation)
    {
        await using var app = Build(ports);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException busy) when (busy.InnerException is AddressInUseException or SocketException)
        {
            await Console.Error.WriteLineAsync(PortInUse(string.Join(", ", ports.Select(p => $"127.0.0.1:{p.Port}"))).ToString());
            return 3;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, app.Lifetime.ApplicationStopping);
        try
        {
            await started(ended.Token);
            await OwnerWatch.GoneAsync(owner, time, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Asked to end: the ordinary way.
        }

        await app.StopAsync(CancellationToken.None);
        return 0;
    }

    /// <summary>What is said about a port that somebody else has.</summary>
    public static Problem PortInUse(string address) =>
        new(address, "the port is in use", "stop what listens there, or choose another address with --listen 127.0.0.1:PORT");

    private static WebApplication Build(IReadOnlyList<(int Port, RequestDelegate Handler)> ports)
    {
        // No arguments and no environment: a stray ASPNETCORE_URLS must not open another port.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = 2000;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            foreach (var (port, _) in ports)
            {
                kestrel.Listen(IPAddress.Loopback, port);
            }
        });
        var app = builder.Build();
        var handlers = ports.ToDictionary(p => p.Port, p => p.Handler);
        app.Run(context => handlers.TryGetValue(context.Connection.LocalPort, out var handler)
            ? handler(context)
            : Task.FromException(new InvalidOperationException("A request came in on a port that nobody asked for.")));
        return app;
    }
}
