using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>What a cluster must have for the suite to mean anything: found out before a scenario begins, told in one line.</summary>
internal static class Prerequisites
{
    private static readonly TimeSpan NodesComeWithin = TimeSpan.FromSeconds(30);

    /// <summary>What waiting would not mend.</summary>
    private static readonly string[] GaveUp =
        ["ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "CrashLoopBackOff", "CreateContainerConfigError", "CreateContainerError"];

    /// <summary>In all namespaces.</summary>
    private static readonly (string Verb, string Group, string Resource)[] Needed =
    [
        ("create", "", "namespaces"), ("delete", "", "namespaces"), ("create", "apiextensions.k8s.io", "customresourcedefinitions"),
        ("patch", "apiextensions.k8s.io", "customresourcedefinitions"), ("delete", "apiextensions.k8s.io", "customresourcedefinitions"), ("list", "", "nodes"),
        ("watch", "", "pods"), ("delete", "", "pods"), ("patch", "apps", "deployments"), ("patch", "apps", "statefulsets"), ("patch", "apps", "daemonsets"),
        ("create", "apps", "replicasets"), ("create", "apps", "controllerrevisions"), ("patch", "staggered.dev", "staggeredrollouts"),
        ("patch", "staggered.dev", "businessmetrics"), ("create", "coordination.k8s.io", "leases"),
    ];

    /// <summary>What is missing, as a line; null: nothing. Creates nothing.</summary>
    /// <param name="client">As whoever runs the suite.</param>
    /// <param name="nodesComeWithin">How long machines that are not ready yet are waited for; null: half a minute.</param>
    public static async Task<string?> MissingAsync(ClusterClient client, TimeSpan? nodesComeWithin = null)
    {
        if (!(await client.VersionAsync(CancellationToken.None)).TryGet(out _, out var silent))
        {
            return $"the API server {client.Connection.Server} does not answer: {silent}";
        }

        return await ForbiddenAsync(client) ?? await HeldByOthersAsync(client) ?? await NoMachineAsync(client, nodesComeWithin ?? NodesComeWithin);
    }

    /// <summary>Whether pods come to run at all: one is started and taken away again. What is in the way, as a line; null: nothing.</summary>
    public static async Task<string?> CannotRunAsync(ClusterUnderTest cluster)
    {
        await using var ground = await Playground.BareAsync(cluster, "Deployment");
        await ground.StartShopAsync(1);
        IReadOnlyList<JsonObject> pods = [];
        try
        {
            await Waiting.UntilAsync(cluster.Options.Patience, async () =>
            {
                pods = await ground.ListAsync(Kinds.Pods);
                return pods.Any(p => Playground.IsReady(p) || GaveUp.Contains(Reason(p), StringComparer.Ordinal));
            }, () => Task.FromResult("no pod is ready"));
        }
        catch (TimeoutException)
        {
            // Told below, by what the pod says.
        }

        return pods.Any(Playground.IsReady) ? null
            : pods.Count == 0
                ? $"a Deployment of one pod has had none for {cluster.Options.Patience.TotalSeconds} s: kube-controller-manager does not work there, or refuses it"
            : $"a pod of {cluster.Options.Image} does not become ready ({Trouble(pods[0])}); E2E_IMAGE names another image";
    }

    private static async Task<string?> ForbiddenAsync(ClusterClient client)
    {
        var reviews = client.Resources(ResourceKinds.Untyped(Kinds.OwnAccess));
        var refused = new List<string>();
        foreach (var (verb, group, resource) in Needed)
        {
            var answer = await reviews.CreateAsync(new JsonObject
            {
                ["apiVersion"] = Kinds.OwnAccess.ApiVersion,
                ["kind"] = Kinds.OwnAccess.Kind,
                ["metadata"] = new JsonObject(),
                ["spec"] = new JsonObject { ["resourceAttributes"] = new JsonObject { ["verb"] = verb, ["group"] = group, ["resource"] = resource } },
            }, WriteOptions.Default, CancellationToken.None);

            // Where nobody answers such a question, what is not allowed shows when it is done.
            if (answer.TryGet(out var review, out var error) ? (bool?)review["status"]?["allowed"] == false : error.IsUnauthorized)
            {
                refused.Add(error is null ? $"{verb} {(group.Length == 0 ? resource : $"{resource}.{group}")}" : error.Message);
            }
        }

        return refused.Count == 0 ? null : $"this user may not, in all namespaces: {string.Join(", ", refused.Distinct(StringComparer.Ordinal))}";
    }

    /// <summary>The chart's policies hold every workload of their kind, and let go for the installed controller alone.</summary>
    private static async Task<string?> HeldByOthersAsync(ClusterClient client)
    {
        var found = await client.Resources(ResourceKinds.Untyped(Kinds.Policies)).ListAsync(new ListOptions { LabelSelector = Server.Operator.PolicySnapshot.Holds }, CancellationToken.None);
        return found.TryGet(out var list, out _) && list.Items.Count > 0
            ? $"the admission policy {list.Items[0]["metadata"]!["name"]} holds workloads for a controller that is installed there: the suite's own would be held by it too; "
                + "take the policies away for the time of the run"
            : null;
    }

    private static async Task<string?> NoMachineAsync(ClusterClient client, TimeSpan patience)
    {
        IReadOnlyList<JsonObject> machines = [];
        ApiError? error = null;
        try
        {
            await Waiting.UntilAsync(patience, async () =>
            {
                var answer = await client.Resources(ResourceKinds.Untyped(Kinds.Machines)).ListAsync(new ListOptions(), CancellationToken.None);
                machines = answer.TryGet(out var list, out error) ? list.Items : [];
                return error is not null || machines.Any(IsUsable);
            }, () => Task.FromResult("no machine"));
            return error is null ? null : $"machines cannot be listed: {error}";
        }
        catch (TimeoutException)
        {
            return machines.Count == 0 ? "the cluster has no machines (nodes)"
                : $"no machine takes pods: of {machines.Count} all are not ready or cordoned, {machines[0]["metadata"]!["name"]} first";
        }
    }

    /// <summary>Ready unless it is said not to be: who simulates machines may leave conditions out.</summary>
    public static bool IsUsable(JsonObject machine) => (bool?)machine["spec"]?["unschedulable"] != true
        && machine["status"]?["conditions"]?.AsArray().Any(c => (string?)c!["type"] == "Ready" && (string?)c["status"] != "True") != true;

    private static JsonNode? Waits(JsonObject pod) =>
        pod["status"]?["containerStatuses"]?.AsArray().Select(c => c!["state"]?["waiting"]).FirstOrDefault(w => w is not null);

    private static string Reason(JsonObject pod) => (string?)Waits(pod)?["reason"] ?? "";

    private static string Trouble(JsonObject pod)
    {
        var waiting = Waits(pod);
        var condition = pod["status"]?["conditions"]?.AsArray().FirstOrDefault(c => (string?)c!["status"] == "False" && c["message"] is not null);
        return waiting is not null ? $"{waiting["reason"]}: {waiting["message"]}"
            : condition is not null ? $"{condition["reason"]}: {condition["message"]}"
            : pod["spec"]?["nodeName"] is null ? "no machine was chosen for it: does a scheduler run?" : $"it is {pod["status"]?["phase"]} on {pod["spec"]!["nodeName"]}";
    }
}
