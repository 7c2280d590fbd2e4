using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rollout.Api;
using Rollout.Probes;
using Rollout.Probes.Exposition;
using Rollout.Probes.Import;
using Rollout.Probes.Targets;

namespace Rollout.Server.Probing;

/// <summary>What a prober answers: <c>/probe</c> as the blackbox exporter does, <c>/metrics</c>, and the history at <c>/</c>.</summary>
internal static class ProbeEndpoints
{
    private const string Exposition = "text/plain; version=0.0.4; charset=utf-8";
    private const string Plain = "text/plain; charset=utf-8";
    private const string DefaultModule = "http_2xx";

    /// <summary>What is left of a scrape's time-out for the way back.</summary>
    private static readonly TimeSpan WayBack = TimeSpan.FromSeconds(0.5);

    public static void MapProbing(this IEndpointRouteBuilder endpoints, ProbeServer server)
    {
        endpoints.MapGet("/probe", context => ProbeAsync(context, server));
        endpoints.MapGet("/metrics", context => WriteAsync(context, 200, Exposition, server.Metrics.Write(server.Board.Snapshot(server.Time.GetUtcNow()), server.Problems.Count)));
        endpoints.MapGet("/livez", context => WriteAsync(context, 200, Plain, "ok"));
        endpoints.MapGet("/-/healthy", context => WriteAsync(context, 200, Plain, "Healthy"));
        endpoints.MapGet("/readyz", context => server.Problems.Count == 0 ? WriteAsync(context, 200, Plain, "ok")
            : WriteAsync(context, 503, Plain, string.Join('\n', server.Problems)));
        endpoints.MapRuns("", server.History, () => "Acceptance probes", "metrics", () => [.. server.Problems.Select(p => p.ToString())]);
    }

    private static async Task ProbeAsync(HttpContext context, ProbeServer server)
    {
        var query = context.Request.Query;
        var module = query["module"].ToString() is { Length: > 0 } named ? named : DefaultModule;
        var spec = Find(server.Probes, module);
        if (spec is null)
        {
            await WriteAsync(context, 400, Plain, $"Unknown module \"{module}\"; known are {string.Join(", ", server.Probes.Select(p => p.Name))}");
            return;
        }

        if (query["target"] is not [{ Length: > 0 } text])
        {
            await WriteAsync(context, 400, Plain, "Target parameter is missing");
            return;
        }

        if (TargetText.Parse(text, Scheme(spec)) is not { } target)
        {
            await WriteAsync(context, 400, Plain, "the target is no URL and no host:port");
            return;
        }

        if (spec.CustomerSecret is not null && spec.Target?.Url?.GetLeftPart(UriPartial.Authority) != target.GetLeftPart(UriPartial.Authority))
        {
            // Whoever may ask must not have the customer's password sent wherever they like.
            await WriteAsync(context, 400, Plain, $"module \"{module}\" logs in as a test customer, and that only at its own target");
            return;
        }

        var shown = target.GetLeftPart(UriPartial.Path);
        if (query["hostname"].ToString() is { Length: > 0 } hostname)
        {
            if (ProbeHostname.Refusal(spec, hostname, target) is { } refusal)
            {
                await WriteAsync(context, 400, Plain, refusal);
                return;
            }

            (spec, shown) = (ProbeHostname.Applied(spec, hostname), $"{shown} as {hostname}");
        }

        await RunAsync(context, server, module, Shaped(spec, target, Limit(context)), target, shown);
    }

    private static async Task RunAsync(HttpContext context, ProbeServer server, string module, AcceptanceProbeSpec spec, Uri target, string shown)
    {
        var debug = context.Request.Query["debug"].ToString() == "true";
        var secrets = SecretValues.None;
        try
        {
            var customer = server.Customer(spec);
            secrets = customer?.Secrets ?? secrets;
            var result = await server.Runner.RunAsync(spec, target, context.RequestAborted, customer);
            server.History.Add(module, shown, result, null);
            using var metrics = new ExpositionText();
            BlackboxMetrics.Write(metrics, spec, result);
            await (debug ? WriteAsync(context, 200, Plain, ProbeDebug.Write(module, shown, spec, result, null, metrics.ToString(), secrets))
                : WriteAsync(context, metrics.Written));
        }
        catch (ProbeTroubleException e)
        {
            // No word about the target: the scrape fails, rather than saying that the target is down.
            server.History.Add(module, shown, null, e.Message);
            await WriteAsync(context, 503, Plain, debug ? ProbeDebug.Write(module, shown, spec, null, e.Message, "", secrets) : e.Message);
        }
    }

    /// <summary>Modules of an imported configuration go by their old names too.</summary>
    private static AcceptanceProbeSpec? Find(IReadOnlyList<AcceptanceProbe> probes, string module) =>
        (probes.FirstOrDefault(p => p.Name == module) ?? probes.FirstOrDefault(p => p.Name == BlackboxImport.NameOf(module)))?.Spec;

    private static string Scheme(AcceptanceProbeSpec spec) => spec.Steps[0] switch
    {
        { Dns: not null } => "dns",
        { Tcp: not null } or { Tls: not null } => "tcp",
        _ => "http",
    };

    /// <summary>The target's own path takes the place of <c>/</c>, as theirs has it in the target; the scrape's time-out bounds the run.</summary>
    private static AcceptanceProbeSpec Shaped(AcceptanceProbeSpec spec, Uri target, TimeSpan? limit)
    {
        var timeout = limit < spec.Timeout ? limit.Value : spec.Timeout;
        return target.PathAndQuery is "/" or ""
            ? timeout == spec.Timeout ? spec : spec with { Timeout = timeout }
            : spec with
            {
                Timeout = timeout,
                Steps = [.. spec.Steps.Select(s => s.Http is { Path: "/" } http ? s with { Http = http with { Path = target.PathAndQuery } } : s)],
            };
    }

    private static TimeSpan? Limit(HttpContext context)
    {
        var text = context.Request.Headers["X-Prometheus-Scrape-Timeout-Seconds"].ToString();
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || seconds is <= 0 or > 3600)
        {
            return null;
        }

        var whole = TimeSpan.FromSeconds(seconds);
        return whole > 2 * WayBack ? whole - WayBack : whole;
    }

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> exposition)
    {
        context.Response.ContentType = Exposition;
        context.Response.ContentLength = exposition.Length;
        await context.Response.BodyWriter.WriteAsync(exposition, context.RequestAborted);
    }

    private static Task WriteAsync(HttpContext context, int status, string type, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
