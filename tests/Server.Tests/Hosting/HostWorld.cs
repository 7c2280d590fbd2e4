using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollout.Probes.Network;
using Rollout.Server.Access;
using Rollout.Server.Hosting;
using Rollout.Server.Tests.Loop;

namespace Rollout.Server.Tests.Hosting;

/// <summary>A whole controller of three hosts whose version is a file each, and whose counters rise with every scrape.</summary>
internal sealed class HostWorld : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-host-").FullName;
    private readonly WebApplication nodes;
    private long orders;

    private HostWorld()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            for (var i = 0; i < 3; i++)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
        });
        nodes = builder.Build();
        nodes.Run(context => context.Response.WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $"process_start_time_seconds 1000000000\n# TYPE orders_total counter\norders_total {Interlocked.Add(ref orders, 20)}\n")));
    }

    public HostController Controller { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public ChangeLimits Limits { get; init; } = new(10_000, 10_000, TimeSpan.FromSeconds(1));

    public string Token => File.ReadLines(Controller.TokenFile).First();

    /// <param name="spec">More of the spec, each line begun with two blanks.</param>
    /// <param name="limits">How often one address may try to change something; null: as often as it likes.</param>
    /// <param name="probing">What probes may reach; null: what they reach everywhere.</param>
    public static async Task<HostWorld> StartAsync(string spec = "", ChangeLimits? limits = null, ProbeNetwork? probing = null)
    {
        var world = limits is null ? new HostWorld() : new HostWorld { Limits = limits };
        await world.nodes.StartAsync();
        var script = Path.Combine(world.folder, "deploy.sh");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\necho \"$2\" > {world.folder}/$1.version\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var hosts = world.nodes.Urls.Select((url, i) => $"- {{name: n{i + 1}, address: \"{new Uri(url).Authority}\"}}").ToList();
        for (var i = 0; i < hosts.Count; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(world.folder, $"n{i + 1}.version"), "v1\n");
        }

        var file = Path.Combine(world.folder, "fleet.yaml");
        await File.WriteAllTextAsync(file, $$$"""
            name: shop
            nodes:
            {{{string.Join("\n", hosts)}}}
            deploy: {command: [{{{script}}}, "{node}", "{version}"]}
            status: {command: [/bin/sh, -c, "cat {{{world.folder}}}/$0.version", "{node}"]}
            spec:
              warmUp: 1s
              metrics:
              - name: orders
                metric:
                  kind: Count
                  interval: 1s
                  source: {scrape: {path: /metrics}}
                  selectors: {count: orders_total}
            {{{spec}}}
            """);
        var options = new HostOptions { FleetFile = file, Listen = ListenAddress.Parse("127.0.0.1:0").Address!, Limits = world.Limits, Probing = probing ?? new ProbeNetwork() };
        var started = await HostController.StartAsync(options, TimeProvider.System, new OneLog(world.Log), CancellationToken.None);
        Assert.True(started is HostStart.Running, started is HostStart.BadInput bad ? string.Join("\n", bad.Problems) : started.ToString());
        world.Controller = ((HostStart.Running)started).Controller;
        world.Client = new HttpClient { BaseAddress = world.Controller.Address };
        return world;
    }

    public CapturedLog Log { get; } = new();

    public async Task<HttpResponseMessage> SendAsync(string method, string path, string body, string? authorization)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body) };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await Client.SendAsync(request);
    }

    /// <summary>The status once it is as wanted; a minute at most.</summary>
    public async Task<JsonObject> UntilAsync(Func<JsonObject, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        JsonObject? status = null;
        try
        {
            while (true)
            {
                status = (await Client.GetFromJsonAsync<JsonObject>("/api/v1/rollouts/default/shop", limit.Token))!["status"]!.AsObject();
                if (wanted(status))
                {
                    return status;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"it did not come to it within a minute: {status?.ToJsonString()}");
        }
    }

    /// <summary>v2 is on a node and about to be judged.</summary>
    public async Task<JsonObject> OnTrialAsync()
    {
        await UntilAsync(s => (string?)s["stableRevision"] == "v1");
        using var answer = await SendAsync("POST", "/api/v1/rollouts/default/shop/start", """{"version":"v2"}""", "Bearer " + Token);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await UntilAsync(s => (string?)s["phase"] == "Judging");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Controller.DisposeAsync();
        await nodes.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private sealed class OneLog(ILogger log) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
        }
    }
}
