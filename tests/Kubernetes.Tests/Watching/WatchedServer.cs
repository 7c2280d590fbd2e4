using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Tests.Watching;

/// <summary>Lines of a watch, and what a server does with them.</summary>
internal static class WatchedServer
{
    public static readonly ResourceKind<JsonObject> Gadgets = ResourceKinds.Untyped(new("example.staggered.dev", "v1", "gadgets", "Gadget"));

    public static string Line(string type, string name, string version) =>
        $"{{\"type\":\"{type}\",\"object\":{Gadget(name, version)}}}\n";

    public static string Gadget(string name, string version) =>
        $"{{\"apiVersion\":\"example.staggered.dev/v1\",\"kind\":\"Gadget\",\"metadata\":{{\"name\":\"{name}\",\"namespace\":\"store\",\"resourceVersion\":\"{version}\"}}}}";

    public static string Bookmark(string version, bool end = false) =>
        "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Gadget\",\"apiVersion\":\"example.staggered.dev/v1\",\"metadata\":{\"resourceVersion\":\"" + version + "\""
        + (end ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "") + "}}}\n";

    public static string Error(int code, string reason) =>
        $"{{\"type\":\"ERROR\",\"object\":{{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{{}},\"status\":\"Failure\",\"message\":\"m\",\"reason\":\"{reason}\",\"code\":{code}}}}}\n";

    public static string List(string version, params string[] names) =>
        $"{{\"kind\":\"GadgetList\",\"metadata\":{{\"resourceVersion\":\"{version}\"}},\"items\":[{string.Join(',', names.Select(n => Gadget(n.Split('@')[0], n.Split('@')[1])))}]}}";

    public static async Task SendAsync(HttpContext context, string text)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "application/json";
        }

        await context.Response.WriteAsync(text);
        await context.Response.Body.FlushAsync();
    }

    /// <summary>Says nothing more until the client goes.</summary>
    public static async Task HangAsync(HttpContext context)
    {
        await context.Response.Body.FlushAsync();
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
    }
}
