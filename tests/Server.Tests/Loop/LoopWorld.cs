using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Rollout.Api;
using Rollout.Fleets;
using Rollout.Fleets.Hosts;
using Rollout.Metrics;
using Rollout.Metrics.Secrets;
using Rollout.Planning;
using Rollout.Probes;
using Rollout.Probes.Network;
using Rollout.Recording;
using Rollout.Recording.Sqlite;
using Rollout.Server.Loop;
using Rollout.Server.Notices;
using Rollout.Server.Tests.Judging;
using Rollout.Support;

namespace Rollout.Server.Tests.Loop;

/// <summary>
/// A fleet of four that counts ten orders a node and bucket, a state file, and controllers on it one after the other. The clock moves
/// when told; everything but the nodes themselves is the real thing.
/// </summary>
internal sealed class LoopWorld : HttpMessageHandler, IFleet, IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-loop-").FullName;
    private readonly Dictionary<string, ObservedNode> nodes = Shop.Nodes.ToDictionary(n => n, n => new ObservedNode(n, "v1", true), StringComparer.Ordinal);
    private readonly Dictionary<string, (double Began, double Orders)> lives = Shop.Nodes.ToDictionary(n => n, _ => (1e9, 1000.0), StringComparer.Ordinal);
    private readonly HttpMessageInvoker http;
    private readonly HttpMessageInvoker receivers;
    private SqliteRecorder? recorder;

    public LoopWorld()
    {
        http = new HttpMessageInvoker(this, disposeHandler: false);
        receivers = NoticeHttp.Create(new ProbeNetwork(), Time);
        Spec = Shop.Spec(Shop.Metric("orders")) with { ProgressDeadline = TimeSpan.FromMinutes(10) };
        var metric = Spec.Metrics[0];
        Spec = Spec with
        {
            Metrics = [metric with { Metric = metric.Metric! with { Source = new MetricSource { Scrape = new ScrapeSource { Path = "/metrics" } }, Selectors = new MetricSelectors { Count = "orders_total" } } }],
        };
    }

    public ManualTime Time { get; } = new(Shop.Noon);

    public StaggeredRolloutSpec Spec { get; set; }

    public IReadOnlyList<string> Names { get; set; } = Shop.Nodes;

    /// <summary>Of every node.</summary>
    public int Port { get; set; } = 80;

    /// <summary>How probes reach the nodes.</summary>
    public ProbeNetwork? Network { get; set; }

    public ProbeWatch Probes { get; private set; } = null!;

    /// <summary>Happens at the end of every bucket, before the pass.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    /// <summary>Whether nodes tell when their process began.</summary>
    public bool ShowsStart { get; set; } = true;

    public bool Answers { get; set; } = true;

    public Func<Effect, EnsureResult?> Deploys { get; set; } = _ => null;

    public List<Effect> Orders { get; } = [];

    /// <summary>Happens in every pass after the record was read.</summary>
    public Action Between { get; set; } = () => { };

    public CapturedLog Log { get; } = new();

    public RunningRollout Rollout { get; private set; } = null!;

    /// <summary>Tells the spec's receivers, over real HTTP; null before the first start.</summary>
    public Courier Courier { get; private set; } = null!;

    public RolloutLoop Loop => Rollout.Loop;

    public string State => Path.Combine(folder, "rollout.db");

    /// <summary>A controller; the one before, if any, is gone without having said goodbye.</summary>
    public async Task StartAsync()
    {
        await StopAsync();
        recorder = Assert.IsType<OpenResult.Opened>(SqliteRecorder.Open(State, new SqliteRecorderOptions(), Time)).Recorder;
        var file = new FleetFile
        {
            Name = "shop",
            Nodes = [.. Names.Select((n, i) => new FleetNode(n, new NodeAddress(n, Port), new Dictionary<string, string>(StringComparer.Ordinal)))],
            Deploy = new HostCommand("true", [], TimeSpan.FromSeconds(1), folder),
            Status = new HostCommand("true", [], TimeSpan.FromSeconds(1), folder),
            State = State,
            Spec = Spec,
        };
        Probes = new ProbeWatch(file, new ProbeRunner(Time, Network), Time);
        Courier = new Courier("default", "shop", new NoticeSender(new NoSecrets(), "default", receivers, Time), Time, Log);
        Rollout = new RunningRollout(new LoopParts
        {
            Courier = Courier,
            Key = new RolloutKey("default", "shop"),
            Spec = Spec,
            Lookout = new HostLookout(this, file),
            Fleet = this,
            Recorder = recorder,
            Series = recorder,
            Desk = new HostDesk(new RolloutKey("default", "shop"), recorder, Time),
            Session = new ScrapeSession(Spec.Metrics.ToDictionary(m => m.Name, m => m.Metric!, StringComparer.Ordinal), http, Time),
            Probes = Probes,
            Time = Time,
            Log = Log,
        });
    }

    public async Task StopAsync()
    {
        if (recorder is not null)
        {
            await Rollout.DisposeAsync();
            await Probes.DisposeAsync();
            await Courier.DisposeAsync();
            await recorder.DisposeAsync();
            recorder = null;
        }
    }

    /// <summary>The next buckets, a pass at the end of each.</summary>
    public async Task BucketsAsync(int count, double canary = 10)
    {
        for (var i = 0; i < count; i++)
        {
            Pass(Shop.Bucket, canary);
            await Meanwhile();
            await Loop.TurnAsync(default);
            await Loop.Acted;
        }
    }

    /// <summary>Time goes by and orders come in; nobody looks.</summary>
    public void Pass(TimeSpan time, double canary = 10)
    {
        Time.Advance(time);
        foreach (var node in lives.Keys)
        {
            lives[node] = lives[node] with { Orders = lives[node].Orders + ((nodes[node].Revision != "v1" ? canary : 10) * (time / Shop.Bucket)) };
        }
    }

    public void Restart(string node, double orders = 0) => lives[node] = (lives[node].Began + 100, orders);

    public void See(ObservedNode node) => nodes[node.Name] = node;

    public string? RevisionOf(string node) => nodes[node].Revision;

    public Task WantAsync(string version, params string[] breaks) => WantAsync(new WantedRevision(version, null, Time.GetUtcNow()) { ApiBreaks = ValueList.From(breaks) });

    public async Task WantAsync(WantedRevision wanted) => Assert.IsType<RequestResult.Accepted>(await recorder!.WantAsync(new RolloutKey("default", "shop"), wanted, default));

    public async Task OrderAsync(OrderKind kind, string? revision) => Assert.IsType<RequestResult.Accepted>(
        await recorder!.OrderAsync(new RolloutKey("default", "shop"), new Order(kind, revision, "ada", Time.GetUtcNow()), default));

    /// <summary>A history is gathered and v2 is on n1, warm and being judged.</summary>
    public async Task JudgingAsync(int buckets = 1)
    {
        await StartAsync();
        await BucketsAsync(70);
        await WantAsync("v2");
        for (var i = 0; i < 40 && Progress.Phase != Phase.Judging; i++)
        {
            await BucketsAsync(1);
        }

        Assert.Equal(Phase.Judging, Progress.Phase);
        await BucketsAsync(buckets);
    }

    public Progress Progress => Loop.Latest!.World.Progress;

    public async Task<RolloutRecord> RecordAsync() =>
        Assert.IsType<Observed<RolloutRecord>.Known>(await recorder!.ReadAsync(new RolloutKey("default", "shop"), default)).Value;

    public async Task<IReadOnlyList<Happening>> HappeningsAsync() =>
        [.. (await recorder!.ReadLatestHappeningsAsync(new RolloutKey("default", "shop"), 1000, default)).Select(h => h.Happening)];

    /// <summary>Somebody else at the state file.</summary>
    public void Sql(string statement)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = State, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    public ValueTask<Observed<FleetState>> ObserveAsync(CancellationToken cancellationToken)
    {
        Between();
        return ValueTask.FromResult<Observed<FleetState>>(new Observed<FleetState>.Known(new FleetState([.. Names.Select(n => nodes[n])])));
    }

    public ValueTask<EnsureResult> EnsureCanariesAsync(string revision, string stable, IReadOnlyList<string> canaries, CancellationToken cancellationToken) =>
        Deploy(new Effect.EnsureCanaries(revision, stable, ValueList.From(canaries)), n => canaries.Contains(n) ? revision : stable);

    public ValueTask<EnsureResult> EnsureEverywhereAsync(string revision, CancellationToken cancellationToken) =>
        Deploy(new Effect.EnsureEverywhere(revision), _ => revision);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        http.Dispose();
        receivers.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!Answers)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        }

        var (began, orders) = lives[request.RequestUri!.Host];
        var start = ShowsStart ? string.Create(CultureInfo.InvariantCulture, $"process_start_time_seconds {began}\n") : "";
        var text = start + string.Create(CultureInfo.InvariantCulture, $"# TYPE orders_total counter\norders_total {orders}\n");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text) });
    }

    private ValueTask<EnsureResult> Deploy(Effect level, Func<string, string> revision)
    {
        Orders.Add(level);
        if (Deploys(level) is { } result)
        {
            return ValueTask.FromResult(result);
        }

        foreach (var name in Names.Where(n => nodes[n].Revision != revision(n)))
        {
            nodes[name] = new ObservedNode(name, revision(name), true);
            Restart(name);
        }

        return ValueTask.FromResult<EnsureResult>(new EnsureResult.Settled());
    }
}
