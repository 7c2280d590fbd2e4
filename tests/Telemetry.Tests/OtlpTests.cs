using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollout.Telemetry.Tests;

public class OtlpTests
{
    /// <summary>The SDK reads its settings from the process; so does this test.</summary>
    [Fact]
    public async Task Metrics_are_sent_to_the_collector_that_the_environment_names_and_to_nobody_else()
    {
        var sent = new List<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(System.Net.IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            lock (sent)
            {
                sent.Add($"{context.Request.Method} {context.Request.Path} {Encoding.UTF8.GetString(body.ToArray())}");
            }
        });
        await app.StartAsync(CancellationToken.None);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = app.Urls.Single(), ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        };
        foreach (var (name, value) in settings)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        using (var quiet = Shop.Telemetry())
        {
            Shop.SayAll(quiet.Meter);
        }

        Assert.Empty(sent);
        using (var telemetry = Shop.Telemetry(Environment.GetEnvironmentVariable))
        {
            Shop.SayAll(telemetry.Meter);
        }

        foreach (var name in settings.Keys)
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        var only = Assert.Single(sent);
        Assert.StartsWith("POST /v1/metrics ", only, StringComparison.Ordinal);
        Assert.Contains("staggered.phase", only, StringComparison.Ordinal);
        Assert.Contains("service.name", only, StringComparison.Ordinal);
    }
}
