using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>Our kinds, put into a cluster as the executable itself writes them.</summary>
internal static class Definitions
{
    /// <summary>Those that are there already are brought up to date, and stay; the others bear the run's mark. Done when all are served.</summary>
    public static async Task EnsureAsync(ClusterClient client, string run, TimeSpan patience)
    {
        var definitions = client.Resources(ResourceKinds.Untyped(Kinds.Definitions));
        var items = JsonNode.Parse(await Executable.RunAsync("crds", "-o", "json"))!["items"]!.AsArray();
        foreach (var item in items)
        {
            await EnsureAsync(definitions, (JsonObject)item!.DeepClone(), run, patience);
        }

        await Waiting.UntilAsync(patience, () => AreServedAsync(client, items), () => Task.FromResult("our kinds are not served"));
    }

    private static async Task EnsureAsync(ResourceClient<JsonObject> definitions, JsonObject definition, string run, TimeSpan patience)
    {
        var key = new ObjectKey(null, (string)definition["metadata"]!["name"]!);
        JsonObject? there = null;

        // One that is on its way out, from a run before, would take what is written into it along.
        await Waiting.UntilAsync(patience, async () =>
        {
            var answer = await definitions.GetAsync(key, CancellationToken.None);
            there = answer.TryGet(out var found, out var error) ? found : error.IsNotFound ? null : throw NoAnswerException.Of(error);
            return there?["metadata"]!["deletionTimestamp"] is null;
        }, () => Task.FromResult($"{key} has been on its way out"));
        if (there is null || (string?)there["metadata"]!["labels"]?[Sweep.Mark] == run)
        {
            var labels = definition["metadata"]!["labels"] as JsonObject ?? [];
            labels[Sweep.Mark] = run;
            definition["metadata"]!["labels"] = labels.DeepClone();
        }

        ClusterUnderTest.Demand(await Insisting.OnAsync(() =>
            definitions.ApplyAsync(definition, new WriteOptions { FieldManager = "rollout-e2e", Force = true }, CancellationToken.None)));
    }

    /// <summary>Discovery and storage of a kind come some moments after one another.</summary>
    private static async Task<bool> AreServedAsync(ClusterClient client, JsonArray items)
    {
        foreach (var item in items)
        {
            var names = item!["spec"]!["names"]!;
            var type = new ResourceType(Kinds.Rollouts.Group, Kinds.Rollouts.Version, (string)names["plural"]!, (string)names["kind"]!);
            var discovered = await client.DiscoverAsync(type.Group, type.Version, CancellationToken.None);
            var listed = await client.Resources(ResourceKinds.Untyped(type)).ListAsync(new ListOptions { Namespace = "default" }, CancellationToken.None);
            if (!discovered.TryGet(out var served, out _) || served.Resources.All(r => r.Name != type.Plural) || !listed.TryGet(out _, out _))
            {
                return false;
            }
        }

        return true;
    }
}
