using Microsoft.AspNetCore.Http;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Door;

/// <summary>The door's other port: takes nodes out and in, shows what was counted.</summary>
internal sealed class DoorAdmin(DoorNodes nodes)
{
    public Task AnswerAsync(HttpContext context)
    {
        var parts = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var get = HttpMethods.IsGet(context.Request.Method);
        return parts switch
        {
            ["healthz"] when get => DoorAnswers.TextAsync(context, 200, "ok\n"),
            ["metrics"] when get => DoorAnswers.TextAsync(context, 200, Exposition(), MetricsText.ContentType),
            ["admin", "nodes"] when get => DoorAnswers.TextAsync(
                context, 200, string.Concat(nodes.All.Select(n => $"{n.Name} {n.Address.Authority} {(n.IsOut ? "out" : "in")}\n"))),
            ["admin", "nodes", var name, ("out" or "in") and var state] when HttpMethods.IsPut(context.Request.Method) =>
                SetAsync(context, name, state == "out"),
            _ => DoorAnswers.TextAsync(
                context, 404, "known are PUT /admin/nodes/{name}/out|in, GET /admin/nodes, GET /metrics, GET /healthz\n"),
        };
    }

    private Task SetAsync(HttpContext context, string name, bool isOut)
    {
        if (!nodes.TryFind(name, out var node))
        {
            return DoorAnswers.TextAsync(context, 404, $"no node {name}; known are {string.Join(", ", nodes.All.Select(n => n.Name))}\n");
        }

        node.OutByOrder = isOut;
        return DoorAnswers.TextAsync(context, 200, $"{name} {(node.IsOut ? "out" : "in")}\n");
    }

    private string Exposition()
    {
        var text = new MetricsText();
        Each("door_sessions_assigned_total", "counter", "Sessions that were given to the node.", n => n.Sessions);
        Each("door_requests_total", "counter", "Requests that the node answered.", n => n.Requests);
        Each("door_failures_total", "counter", "Requests that broke off on the node.", n => n.Failures);
        Each("door_node_out", "gauge", "1 while the node gets no new sessions.", n => n.IsOut ? 1 : 0);
        return text.ToString();

        void Each(string name, string type, string help, Func<DoorNode, double> value)
        {
            text.Family(name, type, help);
            foreach (var node in nodes.All)
            {
                text.Sample(name, value(node), $"node=\"{node.Name}\"");
            }
        }
    }
}
