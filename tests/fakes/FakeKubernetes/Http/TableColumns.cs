using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Http;

/// <summary>Which columns a kind has.</summary>
internal static class TableColumns
{
    public static IReadOnlyList<TableColumn> Of(ResourceType type)
    {
        var columns = new List<TableColumn> { new("Name", "string", 0, (item, _) => item.Text("metadata", "name")) };
        columns.AddRange(type.Crd is { } crd ? Printed(crd, type.Version) : Builtin(type.Kind));
        if (columns.TrueForAll(column => column.Name != "Age") && (type.Builtin || columns.Count == 1))
        {
            columns.Add(Age);
        }

        return columns;
    }

    private static readonly TableColumn Age = new("Age", "string", 0, (item, now) =>
        AgeOf(item.Text("metadata", "creationTimestamp"), now));

    private static IEnumerable<TableColumn> Printed(JsonObject crd, string version)
    {
        var declared = crd.Maps("spec", "versions").First(one => one.Text("name") == version);
        foreach (var column in declared.Maps("additionalPrinterColumns"))
        {
            var (path, type) = (column.Text("jsonPath") ?? "", column.Text("type") ?? "string");
            yield return new TableColumn(column.Text("name")!, type, (int)(column.Whole("priority") ?? 0), (item, now) =>
                Shown(SimpleJsonPath.Find(item, path), type, now), column.Text("description") ?? "");
        }
    }

    private static JsonNode? Shown(JsonNode? value, string type, DateTimeOffset now) => type switch
    {
        "date" => AgeOf(value.Text(), now),
        "string" => value?.ToString(),
        _ => value?.DeepClone(),
    };

    private static IEnumerable<TableColumn> Builtin(string kind) => kind switch
    {
        "Deployment" =>
        [
            Cell("Ready", item => $"{Number(item, "status", "readyReplicas")}/{Number(item, "spec", "replicas")}"),
            Cell("Up-to-date", item => Number(item, "status", "updatedReplicas"), "integer"),
                Cell("Available", item => Number(item, "status", "availableReplicas"), "integer"),
            Age, Wide("Containers", Containers), Wide("Images", Images), Wide("Selector", Selector),
        ],
        "ReplicaSet" =>
        [
            Cell("Desired", item => Number(item, "spec", "replicas"), "integer"),
                Cell("Current", item => Number(item, "status", "replicas"), "integer"),
            Cell("Ready", item => Number(item, "status", "readyReplicas"), "integer"), Age, Wide("Containers", Containers),
                Wide("Images", Images), Wide("Selector", Selector),
        ],
        "StatefulSet" =>
        [
            Cell("Ready", item => $"{Number(item, "status", "readyReplicas")}/{Number(item, "spec", "replicas")}"), Age,
                Wide("Containers", Containers), Wide("Images", Images),
        ],
        "DaemonSet" =>
        [
            Cell("Desired", item => Number(item, "status", "desiredNumberScheduled"), "integer"),
                Cell("Current", item => Number(item, "status", "currentNumberScheduled"), "integer"),
            Cell("Ready", item => Number(item, "status", "numberReady"), "integer"),
                Cell("Up-to-date", item => Number(item, "status", "updatedNumberScheduled"), "integer"),
            Cell("Available", item => Number(item, "status", "numberAvailable"), "integer"), Age,
        ],
        "Pod" =>
        [
            Cell("Ready", item => $"{item.Maps("status", "containerStatuses").Count(one => one.Flag("ready"))}/{item.List("spec", "containers").Count}"),
            Cell("Status", PodStatus), Cell("Restarts", item =>
                item.Maps("status", "containerStatuses").Sum(one => one.Whole("restartCount") ?? 0), "integer"),
            Age, Wide("IP", item => item.Text("status", "podIP") ?? "<none>"),
                Wide("Node", item => item.Text("spec", "nodeName") ?? "<none>"),
        ],
        "Namespace" => [Cell("Status", item => item.Text("status", "phase"))],
        "Node" => [Cell("Status", _ => "Ready"), Cell("Roles", _ => "<none>"), Age,
            Cell("Version", item => item.Text("status", "nodeInfo", "kubeletVersion"))],
        "Lease" => [Cell("Holder", item => item.Text("spec", "holderIdentity"))],
        "ControllerRevision" =>
        [
            Cell("Controller", item => item.Maps("metadata", "ownerReferences")
                .Select(owner => $"{owner.Text("kind")!.ToLowerInvariant()}.apps/{owner.Text("name")}").FirstOrDefault()),
            Cell("Revision", item => item.Whole("revision"), "integer"),
        ],
        "CustomResourceDefinition" => [Cell("Created At", item => item.Text("metadata", "creationTimestamp"))],
        "Event" =>
        [
            Cell("Last Seen", item => item.Text("lastTimestamp") ?? item.Text("eventTime")), Cell("Type", item => item.Text("type")),
                Cell("Reason", item => item.Text("reason")),
            Cell("Object", item => $"{(item.Text("regarding", "kind") ?? item.Text("involvedObject", "kind"))?.ToLowerInvariant()}/{item.Text("regarding", "name") ?? item.Text("involvedObject", "name")}"),
            Cell("Message", item => item.Text("note") ?? item.Text("message")),
        ],
        _ => [],
    };

    private static TableColumn Cell(string name, Func<JsonObject, JsonNode?> cell, string type = "string") =>
        new(name, type, 0, (item, _) => cell(item));

    private static TableColumn Wide(string name, Func<JsonObject, JsonNode?> cell) => new(name, "string", 1, (item, _) => cell(item));

    private static long Number(JsonObject item, string part, string name) => item.Whole(part, name) ?? 0;

    private static JsonNode? Containers(JsonObject item) => string.Join(',',
        item.Maps("spec", "template", "spec", "containers").Select(one => one.Text("name")));

    private static JsonNode? Images(JsonObject item) => string.Join(',',
        item.Maps("spec", "template", "spec", "containers").Select(one => one.Text("image")));

    private static JsonNode? Selector(JsonObject item) => string.Join(',',
        (item.Map("spec", "selector", "matchLabels") ?? []).Select(pair => $"{pair.Key}={pair.Value.Text()}"));

    private static JsonNode? PodStatus(JsonObject item) =>
        item.Text("metadata", "deletionTimestamp") is not null ? "Terminating"
        : item.Maps("status", "containerStatuses").Select(one => one.Text("state", "waiting", "reason"))
            .FirstOrDefault(reason => reason is not null) ?? item.Text("status", "phase");

    private static string? AgeOf(string? stamp, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var then))
        {
            return "<unknown>";
        }

        var age = now - then;
        return age.TotalDays >= 2 ? $"{(int)age.TotalDays}d" : age.TotalHours >= 3 ? $"{(int)age.TotalHours}h" : age.TotalMinutes >= 2
            ? $"{(int)age.TotalMinutes}m" : $"{Math.Max(0, (int)age.TotalSeconds)}s";
    }
}
