using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Rollout.Benchmarks.Http;

/// <summary>Ten nodes that sell something every second, so that every pass has news for the streams: one server on ten ports.</summary>
internal sealed class CountingNodes : IAsyncDisposable
{
    public const int Many = 10;

    private readonly WebApplication app;

    private CountingNodes(WebApplication app) => this.app = app;

    public IEnumerable<int> Ports =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a).Port);

    public static async Task<CountingNodes> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            for (var node = 0; node < Many; node++)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
        });
        var app = builder.Build();
        var begin = TimeProvider.System.GetTimestamp();
        app.Run(context =>
        {
            // Rising all the time and never evenly: a status that does not change is not sent.
            var seconds = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
            var orders = Math.Floor((70 * seconds) + (30 * Math.Sin(2.1 * seconds)));
            return context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"# TYPE orders_total counter\norders_total {orders}\n"));
        });
        await app.StartAsync(cancellation);
        return new CountingNodes(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
