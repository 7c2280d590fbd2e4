using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollout.Support;

namespace Rollout.Cli.Tests.Pipeline;

/// <summary>Three hosts that are files, and shops that sell nothing: what a controller needs to have something to control.</summary>
internal static class TinyFleet
{
    /// <summary>Its fleet file. A version bad-* cannot be deployed.</summary>
    /// <param name="folder">Where the hosts are files.</param>
    /// <param name="shops">See <see cref="ShopsAsync"/>.</param>
    /// <param name="deadline">Of each stage.</param>
    /// <param name="spec">More of the spec, each line begun with two blanks.</param>
    public static string Write(TemporaryFolder folder, WebApplication shops, string deadline, string spec = "")
    {
        var port = new Uri(shops.Urls.First()).Port;
        folder.Write("n1", "v1");
        folder.Write("n2", "v1");
        folder.Write("n3", "v1");
        return folder.Write("fleet.yaml", $$"""
            name: shop
            nodes:
            - {name: n1, address: "127.0.0.1:{{port}}"}
            - {name: n2, address: "127.0.0.2:{{port}}"}
            - {name: n3, address: "127.0.0.3:{{port}}"}
            deploy: {command: [/bin/sh, -c, 'case $2 in bad*) echo no such image >&2; exit 1;; esac; echo $2 > $1', deploy, "{node}", "{version}"] }
            status: {command: [/bin/cat, "{node}"] }
            state: rollout.db
            spec:
              warmUp: 0s
              deadline: {{deadline}}
              metrics:
              - name: dollars
                role: Objective
                metric:
                  kind: Count
                  interval: 1s
                  source: {scrape: {path: /metrics} }
                  selectors: {count: orders_total}
            {{spec}}
            """);
    }

    public static async Task<WebApplication> ShopsAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var host in Enumerable.Range(1, 3))
            {
                kestrel.Listen(new IPEndPoint(new IPAddress([127, 0, 0, (byte)host]), port));
            }
        });
        var app = builder.Build();
        app.MapGet("/metrics", context => context.Response.WriteAsync("orders_total 5\n"));
        await app.StartAsync();
        return app;
    }
}
