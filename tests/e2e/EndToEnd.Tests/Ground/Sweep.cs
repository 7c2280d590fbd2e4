using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>Takes away whatever a run made, by the label that all of it bears: at its end, and after one that was interrupted.</summary>
internal static class Sweep
{
    /// <summary>On namespaces and definitions; its value is the run's.</summary>
    public const string Mark = "rollout-e2e/run";

    /// <summary>What is left, each as a sentence.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(ClusterClient client, string run, TimeSpan patience)
    {
        var left = new List<string>();
        try
        {
            // A namespace waits for finalizers, and nobody is left who would let go.
            await Waiting.UntilAsync(patience, async () =>
            {
                var spaces = await MarkedAsync(client, Kinds.Namespaces, run);
                foreach (var space in spaces)
                {
                    await EmptyAsync(client, (string)space["metadata"]!["name"]!, space["metadata"]!["deletionTimestamp"] is not null);
                }

                return spaces.Count == 0;
            }, () => Task.FromResult("they are still there"));
        }
        catch (TimeoutException still)
        {
            left.Add($"namespaces with the label {Mark}={run}: {still.Message}");
        }

        foreach (var definition in await MarkedAsync(client, Kinds.Definitions, run))
        {
            if (await UndefineAsync(client, definition, patience) is { } why)
            {
                left.Add(why);
            }
        }

        return left;
    }

    private static async Task<IReadOnlyList<JsonObject>> MarkedAsync(ClusterClient client, ResourceType type, string run)
    {
        var answer = await client.Resources(ResourceKinds.Untyped(type)).ListAsync(new ListOptions { LabelSelector = $"{Mark}={run}" }, CancellationToken.None);
        return answer.TryGet(out var found, out var error) ? found.Items : throw NoAnswerException.Of(error);
    }

    /// <summary>Nobody is left to let rollouts go: what holds them back is taken away by hand. As far as it can be done just now.</summary>
    public static async Task EmptyAsync(ClusterClient client, string space, bool isGoing)
    {
        var rollouts = client.Resources(ResourceKinds.Untyped(Kinds.Rollouts));
        var there = await rollouts.ListAsync(new ListOptions { Namespace = space }, CancellationToken.None);
        foreach (var rollout in there.TryGet(out var found, out _) ? found.Items.Where(r => r["metadata"]!["finalizers"] is not null) : [])
        {
            await rollouts.PatchAsync(
                new ObjectKey(space, (string)rollout["metadata"]!["name"]!),
                Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = null } }), new WriteOptions { FieldManager = "rollout-e2e" }, CancellationToken.None);
        }

        if (!isGoing)
        {
            await client.Resources(ResourceKinds.Untyped(Kinds.Namespaces)).DeleteAsync(new ObjectKey(null, space), DeleteOptions.Default, CancellationToken.None);
        }
    }

    /// <summary>A definition takes all objects of its kind with it: it stays where somebody else has some by now.</summary>
    private static async Task<string?> UndefineAsync(ClusterClient client, JsonObject definition, TimeSpan patience)
    {
        var name = (string)definition["metadata"]!["name"]!;
        var type = new ResourceType(
            (string)definition["spec"]!["group"]!, "v1alpha1", (string)definition["spec"]!["names"]!["plural"]!, (string)definition["spec"]!["names"]!["kind"]!);
        var used = await client.Resources(ResourceKinds.Untyped(type)).ListAsync(new ListOptions(), CancellationToken.None);
        if (used.TryGet(out var objects, out _) && objects.Items.Count > 0)
        {
            return $"the definition {name}: {objects.Items[0]["metadata"]!["namespace"]}/{objects.Items[0]["metadata"]!["name"]} is of its kind, and was not made here";
        }

        var definitions = client.Resources(ResourceKinds.Untyped(Kinds.Definitions));
        await Insisting.OnAsync(() => definitions.DeleteAsync(new ObjectKey(null, name), DeleteOptions.Default, CancellationToken.None));
        try
        {
            await Waiting.UntilAsync(patience, async () =>
                !(await definitions.GetAsync(new ObjectKey(null, name), CancellationToken.None)).TryGet(out _, out var gone) && gone.IsNotFound,
                () => Task.FromResult("it is still there"));
            return null;
        }
        catch (TimeoutException still)
        {
            return $"the definition {name}: {still.Message}";
        }
    }
}
