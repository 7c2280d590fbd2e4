using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Http;

/// <summary>Events are one kind of object with two faces: events.k8s.io/v1, in which they are stored, and core v1.</summary>
internal static class EventForms
{
    private static readonly (string Core, string Newer)[] Names =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"),
            ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ];

    /// <summary>An object as the asked group shows it.</summary>
    public static JsonObject Show(ResourceType type, JsonObject stored)
    {
        if (type.Kind != "Event" || type.Group.Length > 0)
        {
            return stored;
        }

        var shown = stored.Copy();
        shown["apiVersion"] = "v1";
        foreach (var (core, newer) in Names)
        {
            Rename(shown, newer, core);
        }

        return shown;
    }

    /// <summary>A given object as it is stored, with the kind it is stored as.</summary>
    public static (ResourceType Type, JsonObject Value) Store(ResourceType type, JsonObject given, ResourceCatalogue catalogue)
    {
        if (type.Kind != "Event" || type.Group.Length > 0)
        {
            return (type, given);
        }

        var stored = given.Copy();
        foreach (var (core, newer) in Names)
        {
            Rename(stored, core, newer);
        }

        var newerType = catalogue.Of("Event");
        stored["apiVersion"] = newerType.ApiVersion;
        return (newerType, stored);
    }

    private static void Rename(JsonObject map, string from, string to)
    {
        if (map.TryGetPropertyValue(from, out var value))
        {
            map.Remove(from);
            map[to] = value;
        }
    }
}
