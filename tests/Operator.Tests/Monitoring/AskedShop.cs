using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollout.Kubernetes.Rest;

namespace Rollout.Operator.Tests.Monitoring;

/// <summary>
/// The shop itself: answers over real HTTP for all pods of our own API server, which are addresses of this machine (127.244.x.y). The version that
/// a pod runs decides how its checkout does. In the cluster it is the Service shop, whose port 80 leads to the containers' port "http".
/// </summary>
internal sealed class AskedShop : IAsyncDisposable
{
    private const string Steps = """
        [{"name": "put in basket", "http": {"method": "POST", "path": "/basket", "json": {"sku": "tea"} }, "expect": {"status": [201], "jsonPath": {"$.items[0].sku": "tea"} }, "capture": {"basket": "$.id"} },
         {"name": "pay", "http": {"method": "POST", "path": "/basket/{{ basket }}/checkout"}, "expect": {"status": [200], "bodyMatches": "paid"} }]
        """;

    private readonly ConcurrentDictionary<string, bool> broken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> paid = new(StringComparer.Ordinal);
    private readonly WebApplication app;
    private readonly Ground ground;

    private AskedShop(WebApplication app, Ground ground)
    {
        (this.app, this.ground) = (app, ground);
        app.MapPost("/basket", http =>
        {
            http.Response.StatusCode = StatusCodes.Status201Created;
            return http.Response.WriteAsync("""{"id": "b/1", "items": [{"sku": "tea"}]}""", http.RequestAborted);
        });
        app.MapPost("/basket/{id}/checkout", CheckoutAsync);
    }

    public int Port => new Uri(app.Urls.Single()).Port;

    /// <summary>Versions to how many of their checkouts were asked for.</summary>
    public int Checkouts(string version) => paid.GetValueOrDefault(version);

    /// <summary>Opens it in the cluster: containers with a named port, and a Service.</summary>
    public static async Task<AskedShop> OpenAsync(Ground ground)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, 0));
        var shop = new AskedShop(builder.Build(), ground);
        await shop.app.StartAsync();
        Ground.Ok(await ground.Admin.Resources(ResourceKinds.Untyped(new ResourceType("apps", "v1", "deployments", "Deployment"))).PatchAsync(new ObjectKey("default", "shop"), Patch.Strategic(A.Json(
            $$"""{"spec": {"template": {"spec": {"containers": [{"name": "shop", "ports": [{"name": "http", "containerPort": {{shop.Port}} }]}]} } } }""")), WriteOptions.Default, default));
        Ground.Ok(await ground.Admin.Resources(ResourceKinds.Untyped(new ResourceType("", "v1", "services", "Service"))).CreateAsync(A.Json(
            """{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "shop", "namespace": "default"}, "spec": {"selector": {"app": "shop"}, "ports": [{"name": "web", "port": 80, "targetPort": "http"}]} }"""),
            WriteOptions.Default, default));
        await ground.UntilAsync(() => ground.Server.Snapshot("pods") is { Count: 4 } pods && pods.All(p => p["spec"]!["containers"]![0]!["ports"] is not null && p["metadata"]!["deletionTimestamp"] is null
            && p["status"]?["conditions"]?.AsArray().Any(c => (string?)c!["type"] == "Ready" && (string?)c["status"] == "True") == true));
        return shop;
    }

    /// <summary>The checkout of a version fails from now on, or does not any more.</summary>
    public void Break(string version, bool isBroken = true) => broken[version] = isBroken;

    /// <summary>An AcceptanceProbe with the steps of a customer.</summary>
    public static async Task ProbeAsync(Ground ground, string name, string target = """ "target": {"service": "shop", "port": 80}, """, string? steps = null)
    {
        var probes = ground.Admin.Resources(ResourceKinds.Untyped(Server.Operator.OperatorKinds.ProbeType));
        while (!(await probes.ListAsync(new ListOptions { Namespace = "default" }, default)).IsOk)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Ground.Ok(await probes.CreateAsync(A.Json($$"""
            {"apiVersion": "staggered.dev/v1alpha1", "kind": "AcceptanceProbe", "metadata": {"name": "{{name}}", "namespace": "default"},
             "spec": {"interval": "250ms", "timeout": "1m", {{target}} "steps": {{steps ?? Steps}} } }
            """), WriteOptions.Default, default));
    }

    public static JsonObject Status(Ground ground, string probe) =>
        ground.Server.Read($"/apis/staggered.dev/v1alpha1/namespaces/default/acceptanceprobes/{probe}")?["status"] as JsonObject ?? [];

    /// <summary>Its status and reason; null: it is not there.</summary>
    public static (string? Status, string? Reason, string Message) Condition(Ground ground, string probe, string type)
    {
        var condition = Status(ground, probe)["conditions"]?.AsArray().FirstOrDefault(c => (string?)c!["type"] == type);
        return ((string?)condition?["status"], (string?)condition?["reason"], (string?)condition?["message"] ?? "");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task CheckoutAsync(HttpContext http)
    {
        // The address that was asked is the pod.
        var address = http.Connection.LocalIpAddress!.MapToIPv4().ToString();
        var pod = ground.Server.Snapshot("pods").FirstOrDefault(p => (string?)p["status"]?["podIP"] == address);
        var version = (string?)pod?["metadata"]?["annotations"]?["shop/version"] ?? "";
        paid.AddOrUpdate(version, 1, (_, many) => many + 1);
        var fails = (string?)http.Request.RouteValues["id"] != "b%2F1" && (string?)http.Request.RouteValues["id"] != "b/1";
        http.Response.StatusCode = fails || broken.GetValueOrDefault(version) ? 500 : 200;
        return http.Response.WriteAsync(http.Response.StatusCode == 200 ? """{"state": "paid"}""" : """{"error": "the till is jammed"}""", http.RequestAborted);
    }
}
