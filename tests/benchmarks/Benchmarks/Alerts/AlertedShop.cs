using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Rollout.Benchmarks.Alerts;

/// <summary>Three nodes that sell something every second, and a figure that a rule of Prometheus watches: as high as it is told to be.</summary>
internal sealed class AlertedShop : IAsyncDisposable
{
    public const int Nodes = 3;

    private readonly WebApplication app;
    private volatile bool failing;

    private AlertedShop()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            for (var node = 0; node < Nodes; node++)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
        });
        app = builder.Build();
        var begin = TimeProvider.System.GetTimestamp();
        app.Run(context => context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture,
            $"# TYPE orders_total counter\norders_total {Math.Floor(30 * TimeProvider.System.GetElapsedTime(begin).TotalSeconds)}\n# TYPE checkout_errors gauge\ncheckout_errors {(failing ? 1 : 0)}\n")));
    }

    /// <summary>Checkouts fail from now on, or do no more.</summary>
    public bool IsFailing
    {
        get => failing;
        set => failing = value;
    }

    public IReadOnlyList<string> Authorities =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a).Authority)];

    public static async Task<AlertedShop> StartAsync(CancellationToken cancellation)
    {
        var shop = new AlertedShop();
        await shop.app.StartAsync(cancellation);
        return shop;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
