using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Rollout.FakeKubernetes;
using Rollout.FakeKubernetes.Faults;
using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Events;
using Rollout.Kubernetes.Leasing;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;
using Rollout.Kubernetes.Tests.Configuration;
using Rollout.Kubernetes.Watching;
using Rollout.Support;

namespace Rollout.Kubernetes.Tests.Joint;

/// <summary>The client and the fake API server, of which neither was written for the other: both are held to the same recordings.</summary>
public sealed class AgainstFakeServerTests : IAsyncLifetime
{
    private static readonly ResourceKind<JsonObject> ConfigMaps = ResourceKinds.Untyped(new("", "v1", "configmaps", "ConfigMap"));
    private static readonly WriteOptions Mine = new() { FieldManager = "test" };
    private readonly TemporaryFolder folder = new();
    private FakeKubernetesServer server = null!;
    private ClusterClient client = null!;

    public async Task InitializeAsync()
    {
        server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { Tls = true, RunControllers = false });
        client = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Writes_reads_patches_applies_and_deletes_over_TLS_by_its_kubeconfig()
    {
        var maps = client.Resources(ConfigMaps);
        var created = Ok(await maps.CreateAsync(Map("a", "x", "1"), Mine, CancellationToken.None));
        Assert.Equal("1", Ok(await maps.GetAsync(Key("a"), CancellationToken.None))["data"]!["x"]!.GetValue<string>());
        Assert.True(Error(await maps.CreateAsync(Map("a", "x", "1"), Mine, CancellationToken.None)).IsAlreadyExists);

        var patched = Ok(await maps.PatchAsync(Key("a"), Patch.Merge(new JsonObject { ["data"] = new JsonObject { ["y"] = "2" } }), Mine, CancellationToken.None));
        Assert.Equal("2", patched["data"]!["y"]!.GetValue<string>());
        Assert.True(Error(await maps.ReplaceAsync(created, Mine, CancellationToken.None)).IsConflict);
        var failed = Error(await maps.PatchAsync(
            Key("a"), Patch.Steps(new JsonPatch().Test(JsonPointer.Of("data", "x"), "other").Remove("/data/x")), Mine, CancellationToken.None));
        Assert.True(failed.IsInvalid);

        var conflict = Error(await maps.ApplyAsync(Map("a", "x", "9"), new WriteOptions { FieldManager = "other" }, CancellationToken.None));
        Assert.True(conflict.IsConflict);
        Assert.Equal((".data.x", "FieldManagerConflict"), (Assert.Single(conflict.Causes).Field, conflict.Causes[0].Reason));
        Assert.Equal("9", Ok(await maps.ApplyAsync(Map("a", "x", "9"), new WriteOptions { FieldManager = "other", Force = true }, CancellationToken.None))["data"]!["x"]!.GetValue<string>());

        Assert.True(Error(await maps.DeleteAsync(Key("a"), new DeleteOptions { Uid = "not this one" }, CancellationToken.None)).IsConflict);
        Assert.Null(Ok(await maps.DeleteAsync(Key("a"), DeleteOptions.Default, CancellationToken.None)).Remaining);
        Assert.True(Error(await maps.GetAsync(Key("a"), CancellationToken.None)).IsNotFound);
    }

    [Fact]
    public async Task Finds_out_what_is_served_and_who_may_do_what()
    {
        Assert.Contains(Ok(await client.DiscoverAsync("apps", "v1", CancellationToken.None)).Resources, r => r.Name == "deployments");
        Assert.True(Error(await client.DiscoverAsync("nobody.example", "v1", CancellationToken.None)).IsNotServed);
        Assert.False(Ok(await client.ReviewTokenAsync(new Secret("nonsense"), null, CancellationToken.None)).Authenticated);
        Assert.True(Ok(await client.ReviewTokenAsync(new Secret(server.AdminToken), null, CancellationToken.None)).Authenticated);
        Assert.False(Ok(await client.ReviewAccessAsync(
            new SubjectAccessReview.AccessSpec { User = "nobody", ResourceAttributes = new() { Verb = "get", Resource = "secrets", Namespace = "default" } },
            CancellationToken.None)).Allowed);
    }

    [Fact]
    public async Task Events_and_their_series_are_taken()
    {
        var recorder = new EventRecorder(client, "staggered.dev/controller", "c-0", TimeProvider.System);
        var note = new EventNote(
            new ObjectReference { ApiVersion = "v1", Kind = "ConfigMap", Namespace = "default", Name = "a" }, EventSeverity.Normal, "Seen", "Look", "it is there");
        Ok(await recorder.RecordAsync(note, CancellationToken.None));
        Assert.Equal(2, Ok(await recorder.RecordAsync(note, CancellationToken.None)).Series!.Count);
    }

    /// <summary>Every fault that the server knows, while objects come and go: in the end the cache is what the server holds.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_informer_comes_to_what_the_server_holds_through_every_fault(bool streaming)
    {
        foreach (var (kind, verb) in new[]
        {
            (FaultKind.WatchCut, "watch"), (FaultKind.WatchExpired, "watch"), (FaultKind.Reset, "watch"), (FaultKind.ServerError, "list"),
            (FaultKind.TooManyRequests, "watch"),
        })
        {
            server.Faults.Add(new FaultRule(kind) { Verb = verb, Path = "configmaps", AfterEvents = 3, RetryAfterSeconds = 1, Count = 3 });
        }

        var told = new ConcurrentDictionary<string, string?>(StringComparer.Ordinal);
        var informer = new Informer<JsonObject>(
            client.Resources(ConfigMaps),
            new InformerOptions<JsonObject>
            {
                Watch = new WatchOptions { Namespace = "default", FirstWait = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromMilliseconds(5) },
                StreamingList = streaming,
                PageSize = 3,
            },
            change => told[change.Key.Name] = change.After is null ? null : ConfigMaps.MetadataOf(change.After).ResourceVersion);
        using var stop = new CancellationTokenSource();
        var running = informer.RunAsync(stop.Token);
        await ChurnAsync(new Random(streaming ? 1 : 2));
        server.Compact();
        await ChurnAsync(new Random(3));
        var expected = server.Snapshot("configmaps").Where(m => m["metadata"]!["namespace"]!.GetValue<string>() == "default")
            .ToDictionary(m => m["metadata"]!["name"]!.GetValue<string>(), m => m["metadata"]!["resourceVersion"]!.GetValue<string>());
        var begun = TimeProvider.System.GetTimestamp();
        while (!Same(expected, informer.Cache.All()) || !SameTold(expected, told))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), "cache and server differ");
            await Task.Yield();
        }

        Assert.True(FaultsOfWatches() >= 6, "too few faults have struck");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_term_is_held_though_answers_are_lost_and_the_lease_is_given_back()
    {
        var store = new ClusterLeaseStore(client, new ObjectKey("default", "lead"));
        var options = new LeaseOptions { Identity = "one", Retry = TimeSpan.FromMilliseconds(5) };
        var elector = new LeaderElector(store, options, TimeProvider.System, NullLogger.Instance);
        server.Faults.Add(new FaultRule(FaultKind.ResetAfterwards) { Verb = "update", Path = "leases", Count = 5 });
        server.Faults.Add(new FaultRule(FaultKind.Conflict) { Verb = "update", Path = "leases", Count = 3 });
        server.Faults.Add(new FaultRule(FaultKind.ServerError) { Verb = "update", Path = "leases", Count = 3 });
        var end = await elector.RunTermAsync(
            async token =>
            {
                while (server.Faults.Struck(FaultKind.ResetAfterwards) < 5 || server.Faults.Struck(FaultKind.Conflict) < 3 || server.Faults.Struck(FaultKind.ServerError) < 3)
                {
                    token.ThrowIfCancellationRequested();
                    await Task.Yield();
                }
            },
            CancellationToken.None);
        Assert.Equal(TermEnd.WorkEnded, end);
        Assert.Equal("", server.Read("/apis/coordination.k8s.io/v1/namespaces/default/leases/lead")!["spec"]!["holderIdentity"]!.GetValue<string>());
    }

    private int FaultsOfWatches() =>
        server.Faults.Struck(FaultKind.WatchCut) + server.Faults.Struck(FaultKind.WatchExpired) + server.Faults.Struck(FaultKind.Reset);

    private async Task ChurnAsync(Random chance)
    {
        using var writer = await ConnectAsync();
        var maps = writer.Resources(ConfigMaps);
        for (var i = 0; i < 120 || (i < 5_000 && FaultsOfWatches() < 6); i++)
        {
            var name = $"m{chance.Next(10)}";
            var result = chance.Next(3) == 0
                ? (await maps.DeleteAsync(Key(name), DeleteOptions.Default, CancellationToken.None)).IsOk
                : (await maps.ApplyAsync(Map(name, "n", $"{i}"), new WriteOptions { FieldManager = "churn", Force = true }, CancellationToken.None)).IsOk;
            await Task.Yield();
        }
    }

    private async Task<ClusterClient> ConnectAsync()
    {
        var path = folder.Write("kubeconfig", server.Kubeconfig());
        var connection = await Loading.ReadyAsync(Loading.Sources(("KUBECONFIG", path)));
        return new ClusterClient(connection, new ClientOptions { Seed = 1, Limits = new ClientLimits { FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(5) } });
    }

    private static bool Same(Dictionary<string, string> expected, IReadOnlyList<JsonObject> items) =>
        items.Count == expected.Count && items.All(item => expected.GetValueOrDefault(ConfigMaps.KeyOf(item).Name) == ConfigMaps.MetadataOf(item).ResourceVersion);

    private static bool SameTold(Dictionary<string, string> expected, ConcurrentDictionary<string, string?> told)
    {
        var there = told.Where(pair => pair.Value is not null).ToList();
        return there.Count == expected.Count && there.All(pair => expected.GetValueOrDefault(pair.Key) == pair.Value);
    }

    private static ObjectKey Key(string name) => new("default", name);

    private static JsonObject Map(string name, string field, string value) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
        ["data"] = new JsonObject { [field] = value },
    };

    private static T Ok<T>(ApiResult<T> result) => result.Match(value => value, error => throw new InvalidOperationException(error.ToString()));

    private static ApiError Error<T>(ApiResult<T> result) => result.Match(_ => throw new InvalidOperationException("it went well"), error => error);
}
