using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api.Crds;
using Rollout.Api.Schema;
using Rollout.FakeKubernetes;
using Rollout.FakeKubernetes.Faults;
using Rollout.Server.Operator;
using Rollout.Support;
using Rollout.Support.Killing;
using WorkloadKind = Rollout.Fleets.Kubernetes.WorkloadKind;

namespace Rollout.Operator.Tests.HandOver;

/// <summary>
/// Our own API server under a manual clock, whose controllers work only when told, with a shop of four pods; and one leader after the other, each of
/// which dies where the test says. Nothing in it is left to chance.
/// </summary>
internal sealed class CrashWorld : IAsyncDisposable
{
    private const int Pods = 4;
    private const int MostTurns = 600;
    private const int MostRecent = 20;

    /// <summary>Only fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Until a dead leader's lease is over.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(17);

    private readonly Lock gate = new();
    private readonly HttpClient person;
    private readonly Func<int, bool, bool> dies;
    private readonly Queue<string> recent = new();
    private TaskCompletionSource asleep = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource awake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ControllerLife? life;
    private ControllerLife? sleeping;
    private int? sleeps;
    private int records;
    private int lives;
    private int begun;
    private int carriedOut;
    private string stable = "v1";
    private string tried = "v1";

    private CrashWorld(FakeKubernetesServer server, ManualTime time, WorkloadKind kind, Func<int, bool, bool> dies)
    {
        (Server, Time, Kind, this.dies) = (server, time, kind, dies);
        person = new HttpClient { BaseAddress = server.Address, DefaultRequestHeaders = { { "Authorization", $"Bearer {server.AdminToken}" }, { "User-Agent", "person/1" } } };

        // The canary of a Deployment comes on top of the others.
        Invariants = new KillInvariants(kind.ToString(), SteadySales.Bucket, (from, to) => SteadySales.Sold(kind == WorkloadKind.Deployment ? Pods + 2 : Pods, from, to));
        server.Faults.Cut = CutAsync;
    }

    public FakeKubernetesServer Server { get; }

    public ManualTime Time { get; }

    public WorkloadKind Kind { get; }

    public KillInvariants Invariants { get; }

    public string ControllerToken { get; private set; } = "";

    /// <summary>What is on trial loses most of its orders.</summary>
    public bool IsBad { get; private set; }

    /// <summary>Requests that change something, of all leaders.</summary>
    public int Writes => begun;

    public int Deaths { get; private set; }

    /// <summary>The leader that makes this write of the record is put to sleep over it; null: none is any more.</summary>
    public int? Sleeps
    {
        get => sleeps;
        set => sleeps = value;
    }

    public JsonNode Workload => Server.Read(Path + "/shop")!;

    private string Path => $"/apis/apps/v1/namespaces/default/{Kind.ToString().ToLowerInvariant()}s";

    /// <param name="kind">Of the workload.</param>
    /// <param name="dies">Whether a leader dies at its write of this number, counted over all of them: before it is carried out, or after it and before the answer.</param>
    public static async Task<CrashWorld> StartAsync(WorkloadKind kind, Func<int, bool, bool> dies)
    {
        var time = new ManualTime(A.Noon);
        var server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { Time = time, RunControllers = false, Nodes = Pods, CrdStart = TimeSpan.Zero });
        var world = new CrashWorld(server, time, kind, dies) { ControllerToken = await InstalledAccount.InstallAsync(server) };
        using var xml = File.OpenRead(System.IO.Path.ChangeExtension(typeof(DocComments).Assembly.Location, ".xml"));
        foreach (var definition in CrdDocuments.All(DocComments.Read(xml)))
        {
            await world.SendAsync(HttpMethod.Post, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition.ToJsonString());
        }

        await world.SettleAsync();
        await world.SendAsync(HttpMethod.Post, world.Path, Shop(kind));
        await world.SendAsync(HttpMethod.Post, "/apis/staggered.dev/v1alpha1/namespaces/default/staggeredrollouts", $$$"""
            {"apiVersion": "staggered.dev/v1alpha1", "kind": "StaggeredRollout", "metadata": {"name": "shop"}, "spec": {"workload": {"kind": "{{{kind}}}", "name": "shop"},
             "metrics": [{"name": "{{{SteadySales.Metric}}}", "metricRef": {"name": "{{{SteadySales.Metric}}}"}, "tolerance": "0.3"}]}}
            """);
        await world.SettleAsync();
        return world;
    }

    public RolloutSnapshot Rollout() => JsonSerializer.Deserialize(Stored().ToJsonString(), OperatorKinds.Rollouts.Json)!;

    public JsonNode Status() => Stored()["status"] ?? new JsonObject();

    /// <summary>The whole story: v1 is adopted, v2 promoted, v3 taken back.</summary>
    public async Task PlayAsync()
    {
        await UntilAsync("Idle", "v1");
        await ReleaseAsync("v2", isBad: false);
        await UntilAsync("Promoted", "v2");
        stable = "v2";
        await ReleaseAsync("v3", isBad: true);
        await UntilAsync("RolledBack", "v2");
    }

    public async ValueTask DisposeAsync()
    {
        Server.Faults.Cut = null;
        if (life is not null)
        {
            await life.DisposeAsync();
        }

        person.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Version to the number of its pods that are not ending.</summary>
    private Dictionary<string, int> Versions() => Server.Snapshot("pods").Where(p => p["metadata"]!["deletionTimestamp"] is null)
        .CountBy(p => (string)p["metadata"]!["annotations"]!["shop/version"]!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    /// <summary>Pass after pass and leader after leader, until the phase is reached, every pod runs the version and a leader has nothing left to do.</summary>
    private async Task UntilAsync(string phase, string version)
    {
        for (var turns = 0; turns < MostTurns; turns++)
        {
            life ??= new ControllerLife(this, ++lives);
            var (writes, turn) = (begun, life.TurnAsync());
            if (await Task.WhenAny(turn, asleep.Task) != turn)
            {
                await SleepAsync(life, turn);
                continue;
            }

            var due = await turn;
            if (life.IsDead)
            {
                await life.DisposeAsync();
                await SucceedAsync();
                continue;
            }

            await SettleAsync();
            Invariants.Check(Versions(), stable, tried);
            if (begun == writes && (string?)Status()["phase"] == phase && Versions() is { Count: 1 } all && all.GetValueOrDefault(version) == Pods)
            {
                return;
            }

            Time.Advance(due > Time.GetUtcNow() ? due - Time.GetUtcNow() : TimeSpan.FromSeconds(1));
        }

        throw new InvalidOperationException($"did not come to {phase} in {MostTurns} turns of {lives} leaders: {string.Join(", ", Versions())}; {Status()["phase"]} {Status()["conditions"]?.ToJsonString()}\n{string.Join('\n', recent)}");
    }

    /// <summary>Its lease runs out, and the cluster goes on without a leader.</summary>
    private async Task SucceedAsync()
    {
        life = null;
        Deaths++;
        Invariants.Check(Versions(), stable, tried);
        Time.Advance(Lease);
        await SettleAsync();
    }

    /// <summary>One is taken for dead and only sleeps: when its write arrives, another has led for two passes. Then it finds that it does not lead.</summary>
    private async Task SleepAsync(ControllerLife sleeper, Task turn)
    {
        sleeps = null;
        asleep = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await SucceedAsync();
        life = new ControllerLife(this, ++lives);
        for (var passes = 0; passes < 2; passes++)
        {
            Time.Advance(await life.TurnAsync() is var due && due > Time.GetUtcNow() ? due - Time.GetUtcNow() : TimeSpan.FromSeconds(1));
            await SettleAsync();
        }

        awake.SetResult();
        await turn.WaitAsync(Patience, TimeProvider.System);
        await sleeper.DisposeAsync();
        Invariants.Check(Versions(), stable, tried);
    }

    private async Task ReleaseAsync(string version, bool isBad)
    {
        (tried, IsBad) = (version, isBad);
        var template = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["shop/version"] = version } } };
        await SendAsync(HttpMethod.Patch, Path + "/shop", new JsonObject { ["spec"] = new JsonObject { ["template"] = template } }.ToJsonString(), "application/merge-patch+json");
        await SettleAsync();
    }

    private async ValueTask<bool> CutAsync(SeenRequest request)
    {
        if (!IsAsleep(request))
        {
            return IsCut(request);
        }

        asleep.SetResult();
        await awake.Task.WaitAsync(Patience, TimeProvider.System);
        return false;
    }

    /// <summary>The first write of a record from that number on puts its leader to sleep; what it does later is heard, though it does not lead.</summary>
    private bool IsAsleep(SeenRequest request)
    {
        lock (gate)
        {
            if (sleeps is not { } number || request.Outcome is not null || life?.Agent != request.Agent || !KillInvariants.IsRecord(request.Path) || ++records < number)
            {
                return false;
            }

            sleeping = life;
            sleeping.Leads = false;
            return true;
        }
    }

    private bool IsCut(SeenRequest request)
    {
        lock (gate)
        {
            if (!request.Agent.StartsWith("rollout/", StringComparison.Ordinal))
            {
                if (request.Outcome is not null)
                {
                    Invariants.Tell(false, request.Verb, request.Path, request.Outcome);
                }

                return false;
            }

            var now = sleeping?.Agent == request.Agent ? sleeping : life;
            if (now is not { IsDead: false } || now.Agent != request.Agent)
            {
                return true;
            }

            recent.Enqueue($"{request.Agent} {request.Verb} {request.Path}{(request.Outcome is null ? "" : " done")}");
            if (recent.Count > MostRecent)
            {
                recent.Dequeue();
            }

            if (request.Outcome is { } outcome)
            {
                carriedOut++;
                Invariants.Tell(true, request.Verb, request.Path, outcome);
            }
            else
            {
                begun++;
            }

            if (dies(request.Outcome is null ? begun : carriedOut, request.Outcome is not null))
            {
                now.Die();
            }

            return now.IsDead;
        }
    }

    private JsonNode Stored() => Server.Read("/apis/staggered.dev/v1alpha1/namespaces/default/staggeredrollouts/shop")!;

    private Task SettleAsync() => Server.Controllers.SettleAsync(Time.Advance, () => false);

    private async Task SendAsync(HttpMethod method, string path, string body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, type) };
        using var answer = await person.SendAsync(request);
        await using var said = await answer.Content.ReadAsStreamAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {(await JsonNode.ParseAsync(said))?["message"]}");
    }

    private static string Shop(WorkloadKind kind)
    {
        var spec = (JsonObject)JsonNode.Parse("""
            {"selector": {"matchLabels": {"app": "shop"}}, "template": {"metadata": {"labels": {"app": "shop"}, "annotations": {"shop/version": "v1"}},
             "spec": {"containers": [{"name": "shop", "image": "shop:1"}]}}}
            """)!;
        if (kind != WorkloadKind.DaemonSet)
        {
            spec["replicas"] = Pods;
        }

        if (kind == WorkloadKind.StatefulSet)
        {
            spec["serviceName"] = "shop";
        }

        return new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = kind.ToString(), ["metadata"] = new JsonObject { ["name"] = "shop" }, ["spec"] = spec }.ToJsonString();
    }
}
