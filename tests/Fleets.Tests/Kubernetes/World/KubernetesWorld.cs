using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes;
using Rollout.Fleets.Kubernetes;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;
using Rollout.Planning;
using Rollout.Support;

namespace Rollout.Fleets.Tests.Kubernetes.World;

/// <summary>A cluster under a manual clock with one workload, the person who writes it, and fleets that look at it over real HTTP.</summary>
internal sealed class KubernetesWorld : IAsyncDisposable
{
    public const string Apps = "/apis/apps/v1/namespaces/default/";
    private const string Core = "/api/v1/namespaces/default/";
    private readonly HttpClient person;
    private readonly List<ClusterClient> clients = [];
    private readonly Dictionary<string, OwnerReference> owners = new(StringComparer.Ordinal);

    private string token;

    private KubernetesWorld(FakeKubernetesServer server, ManualTime time)
    {
        (Server, Time) = (server, time);
        person = new HttpClient { BaseAddress = server.Address };
        person.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.AdminToken);
        token = server.AdminToken;
        Counted = new CountedCredentials(token);
    }

    public FakeKubernetesServer Server { get; }

    public ManualTime Time { get; }

    public WorkloadKind Kind { get; private set; }

    /// <summary>The requests of the fleets.</summary>
    public CountedCredentials Counted { get; private set; }

    public string Path => Apps + (Kind switch
    {
        WorkloadKind.Deployment => "deployments",
        WorkloadKind.StatefulSet => "statefulsets",
        WorkloadKind.DaemonSet => "daemonsets",
    }) + "/shop";

    public JsonNode Workload => Server.Read(Path) ?? throw new InvalidOperationException("the workload is gone");

    /// <summary>v1 runs; a rollout named after its owner is there.</summary>
    public static async Task<KubernetesWorld> StartAsync(
        WorkloadKind kind, int replicas = 4, string spec = "", int machines = 6, string? annotations = null)
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { Time = time, RunControllers = false, Nodes = machines });
        var world = new KubernetesWorld(server, time) { Kind = kind };
        await world.OwnerAsync("shop");
        await world.SendAsync("POST", world.Path[..world.Path.LastIndexOf('/')], Manifest(kind, "shop:v1", replicas, spec, annotations));
        await world.SettleAsync();
        return world;
    }

    public static string Manifest(WorkloadKind kind, string image, int replicas, string spec = "", string? annotations = null)
    {
        var wanted = (JsonObject)JsonNode.Parse("{" + spec + "}")!;
        if (kind != WorkloadKind.DaemonSet)
        {
            wanted["replicas"] = replicas;
        }

        if (kind == WorkloadKind.StatefulSet)
        {
            wanted["serviceName"] = "shop";
        }

        wanted["selector"] = JsonNode.Parse("""{"matchLabels": {"app": "shop"}}""");
        wanted["template"] = JsonNode.Parse(
            $$"""{"metadata": {"labels": {"app": "shop"} }, "spec": {"containers": [{"name": "c", "image": "{{image}}"}] } }""");
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = kind.ToString(),
            ["metadata"] = new JsonObject { ["name"] = "shop", ["annotations"] = annotations is null ? null : JsonNode.Parse(annotations) },
            ["spec"] = wanted,
        }.ToJsonString();
    }

    /// <summary>A rollout, for which a ConfigMap stands here: an owner is an owner.</summary>
    public async Task<OwnerReference> OwnerAsync(string name)
    {
        if (owners.TryGetValue(name, out var known))
        {
            return known;
        }

        var there = await SendAsync(
            "POST", Core + "configmaps", $$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "{{name}}"} }""");
        return owners[name] = new OwnerReference { ApiVersion = "v1", Kind = "ConfigMap", Name = name, Uid = there["metadata"]!["uid"]!.GetValue<string>() };
    }

    /// <summary>The fleets make their requests as somebody else.</summary>
    public void ActAs(string another) => Counted = new CountedCredentials(token = another);

    /// <summary>Until it is disposed of, requests are neither counted nor disturbed.</summary>
    public IDisposable Undisturbed()
    {
        var disturbed = Counted;
        Server.Faults.Clear();
        Counted = new CountedCredentials(token);
        return new Afterwards(() => Counted = disturbed);
    }

    /// <summary>A client of a controller that was just started.</summary>
    public ClusterClient Connect()
    {
        var client = new ClusterClient(
            new ClusterConnection { Server = Server.Address, Credentials = Counted },
            new ClientOptions
            {
                Seed = 1,
                Limits = new ClientLimits { FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(5) },
            });
        clients.Add(client);
        return client;
    }

    public async Task<IWorkloadFleet> FleetAsync(string rollout = "shop", KubernetesFleetOptions? options = null)
    {
        var target = new WorkloadTarget(Kind, "default", "shop", await OwnerAsync(rollout));
        return WorkloadFleets.Create(target, Connect(), options ?? new KubernetesFleetOptions());
    }

    /// <summary>What a person does.</summary>
    public async Task<JsonNode> SendAsync(string method, string path, string? body = null, string type = "application/json")
    {
        var (status, answer) = await AskAsync(method, path, body, type);
        return status is >= 200 and < 300 ? answer! : throw new InvalidOperationException($"{method} {path}: {status} {answer?.ToJsonString()}");
    }

    public async Task<(int Status, JsonNode? Body)> AskAsync(string method, string path, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        using var response = await person.SendAsync(request);
        await using var stream = await response.Content.ReadAsStreamAsync();
        return ((int)response.StatusCode, await JsonNode.ParseAsync(stream));
    }

    public Task MergeAsync(string patch, string? path = null) => SendAsync("PATCH", path ?? Path, patch, "application/merge-patch+json");

    public Task ImageAsync(string image) =>
        MergeAsync("{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"" + image + "\"}]}}}}");

    public Task ScaleAsync(int replicas) =>
        MergeAsync(new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }.ToJsonString(), Path + "/scale");

    public Task SettleAsync() => Server.Controllers.SettleAsync(Time.Advance, () => false);

    /// <summary>Until something holds, or nothing moves any more.</summary>
    public Task SettleUntilAsync(Func<bool> holds) => Server.Controllers.SettleAsync(Time.Advance, holds);

    /// <summary>What a loop does with a level: orders it until there is nothing to order, while the cluster moves on.</summary>
    public async Task ReachAsync(Func<ValueTask<EnsureResult>> ensure, bool forgiving = false)
    {
        EnsureResult? last = null;
        for (var i = 0; i < (forgiving ? 300 : 60); i++)
        {
            last = await ensure();
            if (last is EnsureResult.Failed failed && !forgiving)
            {
                throw new InvalidOperationException(failed.Reason);
            }

            await SettleAsync();
            if (last is EnsureResult.Settled)
            {
                // A look at the past may say so too early: a loop orders a level again and again.
                using var quiet = forgiving ? Undisturbed() : null;
                if (!forgiving || await ensure() is EnsureResult.Settled)
                {
                    return;
                }

                await SettleAsync();
            }
        }

        throw new InvalidOperationException($"does not come to rest: {last}");
    }

    public async Task<WorkloadObservation> LookAsync(IWorkloadFleet? fleet = null) =>
        await (fleet ?? await FleetAsync()).LookAsync(CancellationToken.None) is Observed<WorkloadObservation>.Known known
            ? known.Value : throw new InvalidOperationException("the fleet cannot be seen");

    public async Task<string> WantedAsync() => (await LookAsync()).WantedRevision;

    /// <summary>Images of pods that are not ending, in order.</summary>
    public IReadOnlyList<string> Images() =>
        [.. Pods().Select(p => p["spec"]!["containers"]![0]!["image"]!.GetValue<string>()).Order(StringComparer.Ordinal)];

    public IReadOnlyList<JsonNode> Pods() => [.. Server.Snapshot("pods").Where(p => p["metadata"]!["deletionTimestamp"] is null)];

    public IReadOnlyList<JsonNode> Canaries() =>
        [.. Server.Snapshot("replicasets").Where(s => s["metadata"]!["labels"]?[Marks.CanaryOf] is not null)];

    public IReadOnlyList<string> Kept(string role) =>
        [.. Server.Snapshot("controllerrevisions").Where(c => (string?)c["metadata"]!["labels"]?[Marks.Role] == role)
            .Select(c => c["metadata"]!["labels"]![Marks.Revision]!.GetValue<string>())];

    public static IEnumerable<string> Times(int count, string image) => Enumerable.Repeat(image, count);

    private sealed class Afterwards(Action action) : IDisposable
    {
        public void Dispose() => action();
    }

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(c => c.Dispose());
        person.Dispose();
        await Server.DisposeAsync();
    }
}
