using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollout.Benchmarks.Cluster;

/// <summary>Serves a fixed list of pods, whole or in pages, and a watch of changes as fast as they are taken. Made beforehand: it costs next to nothing.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    public const string Path = "/api/v1/namespaces/store/pods";
    private readonly WebApplication app;
    private readonly List<byte[]> items;
    private readonly byte[] changes;
    private readonly int turns;

    private BenchServer(WebApplication app, int objects, int events)
    {
        this.app = app;
        items = [.. Enumerable.Range(0, objects).Select(i => Encoding.UTF8.GetBytes(Pod(i)))];
        const int block = 500;
        changes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, block).Select(i => $"{{\"type\":\"MODIFIED\",\"object\":{Pod(i)}}}\n")));
        turns = events / block;
    }

    public Uri Address => new(app.Urls.First());

    public int BytesOfObject => items[0].Length;

    public static async Task<BenchServer> StartAsync(int objects, int events)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new BenchServer(builder.Build(), objects, events);
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        var body = context.Response.Body;
        if (context.Request.Query["watch"] == "true")
        {
            for (var i = 0; i < turns; i++)
            {
                await body.WriteAsync(changes, context.RequestAborted);
            }

            return;
        }

        var from = int.TryParse(context.Request.Query["continue"], NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0;
        var size = int.TryParse(context.Request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : items.Count;
        var to = Math.Min(items.Count, from + size);
        var next = to == items.Count ? "" : to.ToString(CultureInfo.InvariantCulture);
        await body.WriteAsync(Encoding.UTF8.GetBytes(
            $"{{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{{\"resourceVersion\":\"1\",\"continue\":\"{next}\"}},\"items\":["), context.RequestAborted);
        for (var i = from; i < to; i++)
        {
            await body.WriteAsync(items[i], context.RequestAborted);
            if (i < to - 1)
            {
                await body.WriteAsync(","u8.ToArray(), context.RequestAborted);
            }
        }

        await body.WriteAsync("]}"u8.ToArray(), context.RequestAborted);
    }

    /// <summary>About as large as a real pod of one container with its managedFields.</summary>
    private static string Pod(int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"shop-5d97989fcc-{number:x5}");
        var owned = string.Join(',', Enumerable.Range(0, 40).Select(i => $"\"f:field{i}\":{{\".\":{{}},\"f:value\":{{}}}}"));
        return $$$"""
            {"metadata":{"name":"{{{name}}}","namespace":"store","uid":"7c1f0a3e-0000-4000-8000-{{{number:x12}}}","resourceVersion":"{{{number + 100}}}",
            "creationTimestamp":"2026-11-20T10:00:00Z","labels":{"app":"shop","pod-template-hash":"5d97989fcc"},
            "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"shop-5d97989fcc","uid":"b84ce1c6-f891-4a17-854f-271835929e7b","controller":true}],
            "managedFields":[{"manager":"kubelet","operation":"Update","apiVersion":"v1","time":"2026-11-20T10:00:05Z","fieldsType":"FieldsV1","fieldsV1":{{{{owned}}}}}]},
            "spec":{"containers":[{"name":"shop","image":"registry.example/shop:1.2.3","ports":[{"containerPort":8080,"protocol":"TCP"}],
            "resources":{"requests":{"cpu":"100m","memory":"128Mi"}},"imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","nodeName":"node-{{{number % 50}}}"},
            "status":{"phase":"Running","podIP":"10.0.{{{number / 250 % 250}}}.{{{number % 250}}}","conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-11-20T10:00:05Z"}]}}
            """.ReplaceLineEndings("");
    }
}
