using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Http;

/// <summary>What is served: the version, groups, resources, in the classic and in the aggregated form.</summary>
internal sealed class Discovery(Cluster cluster)
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    public (JsonObject Body, string ContentType)? Answer(string path, string accept)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var aggregated = accept.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal)
            && accept.Contains("v=v2;", StringComparison.Ordinal);
        return parts switch
        {
            ["version"] => (Version(), Answers.Json),
            ["api"] when aggregated => (Groups(type => type.Group.Length == 0), Aggregated),
            ["apis"] when aggregated => (Groups(type => type.Group.Length > 0), Aggregated),
            ["api"] => (CoreVersions(), Answers.Json),
            ["apis"] => (GroupList(), Answers.Json),
            ["api", "v1"] => (Resources("", "v1"), Answers.Json),
            ["apis", var group] when Types().Any(type => type.Group == group) => (Group(group, true), Answers.Json),
            ["apis", var group, var version] when Types().Any(type => type.Group == group && type.Version == version) =>
                (Resources(group, version), Answers.Json),
            _ => null,
        };
    }

    private IEnumerable<ResourceType> Types() => cluster.Catalogue.All;

    /// <summary>The version that the recordings were made from.</summary>
    private static JsonObject Version() => new()
    {
        ["major"] = "1", ["minor"] = "36", ["emulationMajor"] = "1", ["emulationMinor"] = "36", ["minCompatibilityMajor"] = "1",
            ["minCompatibilityMinor"] = "35",
        ["gitVersion"] = "v1.36.2-fake", ["gitCommit"] = "none", ["gitTreeState"] = "none", ["buildDate"] = "2026-11-20T00:00:00Z",
            ["goVersion"] = "none",
        ["compiler"] = "none", ["platform"] = "linux/amd64",
    };

    private static JsonObject CoreVersions() => new()
    {
        ["kind"] = "APIVersions", ["versions"] = JsonReading.TextList("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = "127.0.0.1" }),
    };

    private JsonObject GroupList() => new()
    {
        ["kind"] = "APIGroupList", ["apiVersion"] = "v1",
        ["groups"] = Types().Select(type => type.Group).Where(group => group.Length > 0).Distinct(StringComparer.Ordinal)
            .Select(group => (JsonNode)Group(group, false)).ToJsonArray(),
    };

    private JsonObject Group(string group, bool alone)
    {
        var versions = Types().Where(type => type.Group == group).Select(type => type.Version).Distinct(StringComparer.Ordinal)
            .Select(version => new JsonObject { ["groupVersion"] = $"{group}/{version}", ["version"] = version }).ToList();
        var answer = new JsonObject();
        if (alone)
        {
            answer["kind"] = "APIGroup";
            answer["apiVersion"] = "v1";
        }

        answer["name"] = group;
        answer["preferredVersion"] = versions[0].Copy();
        answer["versions"] = versions.ToJsonArray();
        return answer;
    }

    private JsonObject Resources(string group, string version)
    {
        var list = new JsonArray();
        foreach (var type in Types().Where(type => type.Group == group && type.Version == version)
            .OrderBy(type => type.Plural, StringComparer.Ordinal))
        {
            list.Add((JsonNode)Resource(type));
            foreach (var subresource in type.Subresources.Order(StringComparer.Ordinal))
            {
                list.Add((JsonNode)Subresource(type, subresource));
            }
        }

        return new JsonObject { ["kind"] = "APIResourceList", ["apiVersion"] = "v1", ["groupVersion"] = group.Length == 0 ? version
            : $"{group}/{version}", ["resources"] = list };
    }

    private static JsonObject Resource(ResourceType type)
    {
        var resource = new JsonObject
        {
            ["name"] = type.Plural, ["singularName"] = type.Singular, ["namespaced"] = type.Namespaced, ["kind"] = type.Kind,
                ["verbs"] = JsonReading.TextList(type.Verbs),
        };
        resource.Put("shortNames", type.ShortNames.Count == 0 ? null : JsonReading.TextList(type.ShortNames));
        resource.Put("categories", type.Categories.Count == 0 ? null : JsonReading.TextList(type.Categories));
        resource.Put("storageVersionHash", type.Hash.Length == 0 ? null : type.Hash);
        return resource;
    }

    private static JsonObject Subresource(ResourceType type, string name)
    {
        var resource = new JsonObject { ["name"] = $"{type.Plural}/{name}", ["singularName"] = "", ["namespaced"] = type.Namespaced };
        var (group, version, kind) = Face(type, name);
        resource.Put("group", group);
        resource.Put("version", version);
        resource["kind"] = kind;
        resource["verbs"] = JsonReading.TextList(Verbs(name));
        return resource;
    }

    private static (string? Group, string? Version, string Kind) Face(ResourceType type, string name) => name switch
    {
        "scale" => ("autoscaling", "v1", "Scale"),
        "eviction" => ("policy", "v1", "Eviction"),
        "token" => ("authentication.k8s.io", "v1", "TokenRequest"),
        "binding" => (null, null, "Binding"),
        _ => (null, null, type.Kind),
    };

    private static string[] Verbs(string subresource) => subresource switch
    {
        "eviction" or "token" or "binding" => ["create"],
        "log" => ["get"],
        "finalize" => ["update"],
        _ => ["get", "patch", "update"],
    };

    private JsonObject Groups(Func<ResourceType, bool> which)
    {
        var items = new JsonArray();
        foreach (var group in Types().Where(which).GroupBy(type => type.Group, StringComparer.Ordinal))
        {
            var versions = group.GroupBy(type => type.Version, StringComparer.Ordinal).Select(version => (JsonNode)new JsonObject
            {
                ["version"] = version.Key, ["freshness"] = "Current",
                    ["resources"] = version.Select(type => (JsonNode)Discovered(type)).ToJsonArray(),
            });
            items.Add((JsonNode)new JsonObject
            {
                ["metadata"] = group.Key.Length == 0 ? new JsonObject() : new JsonObject { ["name"] = group.Key },
                    ["versions"] = versions.ToJsonArray(),
            });
        }

        return new JsonObject { ["kind"] = "APIGroupDiscoveryList", ["apiVersion"] = "apidiscovery.k8s.io/v2",
            ["metadata"] = new JsonObject(), ["items"] = items };
    }

    private static JsonObject Discovered(ResourceType type)
    {
        JsonObject Kind(string? group, string? version, string kind) =>
            new() { ["group"] = group ?? type.Group, ["version"] = version ?? type.Version, ["kind"] = kind };
        var resource = new JsonObject
        {
            ["resource"] = type.Plural, ["responseKind"] = Kind(null, null, type.Kind), ["scope"] = type.Namespaced ? "Namespaced"
                : "Cluster",
            ["singularResource"] = type.Singular, ["verbs"] = JsonReading.TextList(type.Verbs),
        };
        resource.Put("shortNames", type.ShortNames.Count == 0 ? null : JsonReading.TextList(type.ShortNames));
        resource.Put("categories", type.Categories.Count == 0 ? null : JsonReading.TextList(type.Categories));
        if (type.Subresources.Count > 0)
        {
            resource["subresources"] = type.Subresources.Select(name =>
            {
                var (group, version, kind) = Face(type, name);
                return (JsonNode)new JsonObject { ["subresource"] = name, ["responseKind"] = Kind(group, version, kind),
                    ["verbs"] = JsonReading.TextList(Verbs(name)) };
            }).ToJsonArray();
        }

        return resource;
    }
}
