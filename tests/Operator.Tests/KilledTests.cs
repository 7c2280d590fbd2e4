using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Rest;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

/// <summary>Controllers that die at any request: the next goes on, nothing is done twice and no reading counts twice.</summary>
public sealed class KilledTests : IAsyncLifetime
{
    private readonly List<JsonObject> written = [];
    private readonly HashSet<string> canaries = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private Ground ground = null!;
    private Task watching = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        ground = await Ground.OpenAsync();
        var rollouts = new Informer<JsonObject>(ground.Admin.Resources(ResourceKinds.Untyped(OperatorKinds.RolloutType)), new InformerOptions<JsonObject>(), change =>
        {
            if (change.After?["status"]?["evidence"] is JsonObject)
            {
                written.Add(change.After);
            }
        });
        var sets = new Informer<JsonObject>(ground.Admin.Resources(ResourceKinds.Untyped(new ResourceType("apps", "v1", "replicasets", "ReplicaSet"))), new InformerOptions<JsonObject>(), change =>
        {
            if (change.After?["metadata"]!["labels"]?["staggered.dev/canary-of"] is not null)
            {
                canaries.Add((string)change.After["metadata"]!["uid"]!);
            }
        });
        watching = Task.WhenAll(rollouts.RunAsync(stop.Token), sets.RunAsync(stop.Token));
        await Task.WhenAll(rollouts.WhenSynced, sets.WhenSynced);
    }

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ground.DisposeAsync();
    }

    [Fact]
    public async Task Killed_at_twenty_random_requests_a_rollout_is_promoted_with_one_canary_and_no_reading_counted_twice()
    {
        var chance = new Random(7);
        await using (await ground.ControlAsync())
        {
            await ground.HeldAsync("Idle");
        }

        await ground.ReleaseAsync("v2");
        for (var i = 0; i < 20; i++)
        {
            var life = new MortalCredentials(ground.ControllerToken, after: chance.Next(14, 32));
            var controller = await ground.ControlAsync(life);
            await ground.UntilAsync(() => life.Died.IsCompleted || ground.Phase() == "Promoted");
            await controller.DisposeAsync();
        }

        await using (await ground.ControlAsync())
        {
            await ground.UntilAsync("Promoted");
            await ground.UntilAsync(() => ground.Versions() is { Count: 1 } all && all.GetValueOrDefault("v2") == 4);
        }

        Assert.Single(canaries);
        Assert.Equal("Promoted", (string?)Assert.Single(ground.Status()["outcomes"]!.AsArray())!["result"]);
        Sequences();
        Readings();
    }

    /// <summary>Every write follows the one before it: none was made by whoever had not read it.</summary>
    private void Sequences()
    {
        var sequences = written.Select(w => (long)w["status"]!["evidence"]!["sequence"]!).Distinct().ToList();
        Assert.True(sequences.Count > 5, "too few writes to tell");
        Assert.Equal(Enumerable.Range(0, sequences.Count).Select(i => sequences[0] + i), sequences);
    }

    /// <summary>What was counted is never more than what all pods sold from the first counted bucket on, nor are there more buckets than seconds.</summary>
    private void Readings()
    {
        var states = written.Select(w => w["status"]!["evidence"]!["metrics"]?.AsArray().FirstOrDefault()?["state"]).OfType<JsonNode>()
            .Select(s => JsonNode.Parse((string)s!)!).Where(s => (int)s["Buckets"]! > 0).ToList();
        Assert.NotEmpty(states);
        var began = Time(states[0]["LastStart"]);
        foreach (var state in states)
        {
            var end = Time(state["LastEnd"]);
            Assert.True((int)state["Buckets"]! <= (end - began).TotalSeconds + 0.5, state.ToJsonString());
            Assert.True((double)state["FleetEvents"]! <= ground.Sold(began, end) + 0.5, state.ToJsonString());
        }
    }

    private static DateTimeOffset Time(JsonNode? text) => DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture);
}
