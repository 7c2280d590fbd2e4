using Microsoft.Extensions.Logging;
using Rollout.Api;
using Rollout.Fleets.Kubernetes;
using Rollout.Kubernetes.Leasing;
using Rollout.Kubernetes.Rest;
using Rollout.Metrics.Prometheus;
using Rollout.Metrics.Scraping;
using Rollout.Probes;
using Rollout.Probes.History;
using Rollout.Probes.Network;
using Rollout.Recording;
using Rollout.Server.Measuring;
using Rollout.Server.Access;
using Rollout.Server.Hosting;
using Rollout.Server.Http;
using Rollout.Server.Notices;
using Rollout.Server.Operator.Monitoring;
using Rollout.Server.Probing;
using Rollout.Server.Releases;
using Rollout.Telemetry;
using WorkloadKind = Rollout.Fleets.Kubernetes.WorkloadKind;

namespace Rollout.Server.Operator;

/// <summary>
/// The controller of a cluster, embeddable: start it, wait for it, dispose it. It listens at once; caches fill beside; whoever leads works. A
/// server out of reach is waited for.
/// </summary>
public sealed class OperatorController : IAsyncDisposable
{
    private static readonly string Version = typeof(OperatorController).Assembly.GetName().Version?.ToString(3) ?? "0";

    private readonly CancellationTokenSource stop = new();
    private readonly List<IAsyncDisposable> owned = [];
    private readonly OperatorOptions options;
    private readonly TimeProvider time;
    private readonly ILoggerFactory logs;
    private readonly ILogger log;
    private readonly ProbeHistory probed;
    private volatile OperatorParts? parts;
    private volatile OperatorTerm? term;
    private Task work = Task.CompletedTask;

    private OperatorController(OperatorOptions options, TimeProvider time, ILoggerFactory logs)
    {
        (this.options, this.time, this.logs) = (options, time, logs);
        log = logs.CreateLogger("rollout.operator");
        probed = new ProbeHistory(time);
    }

    /// <summary>Where it listens, with the real port.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Ends when the controller fails for good; a stopped one's ends without fault.</summary>
    public Task Completion => work;

    /// <summary>This process does the work just now.</summary>
    public bool Leads => term is not null;

    /// <summary>Why it cannot serve yet; null: it can.</summary>
    public string? NotReady => parts is null ? "the API server has not answered yet"
        : parts.Caches.HasSynced ? null : "the caches are not full yet: the API server does not answer, or does not serve staggered.dev (kubectl apply the CRDs)";

    /// <summary>The loops of this process; for tests and benchmarks.</summary>
    internal OperatorTerm? Term => term;

    internal OperatorParts? Parts => parts;

    public static async Task<OperatorStart> StartAsync(OperatorOptions options, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var controller = new OperatorController(options, time, logs);
        var refused = await controller.OpenAsync(cancellationToken);
        if (refused is null)
        {
            return new OperatorStart.Running(controller);
        }

        await controller.DisposeAsync();
        return refused;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var i = owned.Count - 1; i >= 0; i--)
        {
            await owned[i].DisposeAsync();
        }

        stop.Dispose();
    }

    private async Task<OperatorStart?> OpenAsync(CancellationToken cancellationToken)
    {
        var client = new ClusterClient(options.Connection, new ClientOptions { Time = time, Limits = options.Limits, Log = logs.CreateLogger("rollout.kubernetes"), UserAgent = $"rollout/{Version}" });
        owned.Add(new Disposing(client));
        var telemetry = new ControllerTelemetry(Version, options.Environment, () => term?.Depth ?? 0, mostSeries: 20_000, leftOutChanged: (state, figures) => LeftOutRollouts.Tell(log, state, figures));
        owned.Add(new Disposing(telemetry));
        var book = ClusterHistory.Open(options, client, time, logs.CreateLogger("rollout.history"));
        owned.Add(book);
        var measured = new DeliveryMeasuring(book, telemetry.Meter, time);
        owned.Add(measured);
        measured.Start();
        if (await ListenAsync(client, telemetry, book, cancellationToken) is { } refused)
        {
            return refused;
        }

        work = Task.Run(() => RunAsync(client, telemetry, book), CancellationToken.None);
        return null;
    }

    private async Task<OperatorStart?> ListenAsync(ClusterClient client, ControllerTelemetry telemetry, ReleaseBook book, CancellationToken cancellationToken)
    {
        try
        {
            var token = options.TokenFile is { } file ? AccessToken.FromFile(file) : null;
            ICallGuard guard = token is null ? new ReviewGuard(client, time) : token;
            IAccess access = token is null ? new ClusterAccess(guard, WorkloadOf) : new TokenAccess(token);
            var gates = new WebGates(guard, null, ChangeLimits.Default);
            var server = await WebHost.StartAsync(
                options.Listen, new EarlyRollouts(this), access, () => NotReady, telemetry, gates, time, logs, cancellationToken, app =>
                {
                    app.MapReleases(book, time);
                    app.MapRuns("/probes", probed, () => Leads ? "Acceptance probes" : "Acceptance probes (this replica does not lead: the leader shows their runs)", "../metrics");
                });
            owned.Add(server.App);
            Address = server.Address;
            return null;
        }
        catch (InvalidDataException wrong)
        {
            return new OperatorStart.BadInput([new Problem("--token-file", wrong.Message, "give a file with a longer token")]);
        }
        catch (UnauthorizedAccessException refused)
        {
            return new OperatorStart.Unavailable(new Problem(options.TokenFile ?? "--listen", refused.Message.TrimEnd('.'), "give the controller's user the right to it"));
        }
        catch (IOException refused)
        {
            return new OperatorStart.Unavailable(new Problem($"--listen {options.Listen}", refused.Message.TrimEnd('.'), "end what listens there, or choose another port with --listen"));
        }
    }

    private async Task RunAsync(ClusterClient client, ControllerTelemetry telemetry, ReleaseBook book)
    {
        try
        {
            var kinds = await ServedKinds.FindAsync(client, options.Namespace, time, log, stop.Token);
            var probes = await ServedKinds.HasProbesAsync(client, time, log, stop.Token);
            await using var servers = new PrometheusServers(new ClusterSecrets(client), time, options.PrometheusLimits);
            using var scrapes = ScrapeHttp.CreateInvoker(TimeSpan.FromSeconds(5));
            using var receivers = NoticeHttp.Create(new ProbeNetwork(), time);
            var caches = new RolloutCaches(client, options.Namespace, kinds, probes, Changed, key => term?.MetricChanged(key), () => term?.ProbeChanged());
            var hold = new HoldWatch(client, kind => EachOf(caches, kind));
            var monitoring = new MonitorParts
            {
                Client = client,
                Caches = caches,
                Services = new ServiceBook(client, time),
                Secrets = new ClusterSecrets(client),
                Runner = new ProbeRunner(time, options.Probing),
                Journal = new ProbeJournal(probed, telemetry),
                StatusEvery = options.ProbeStatusEvery,
                Telemetry = telemetry,
                Time = time,
                Logs = logs,
            };
            var probing = new RolloutProbes(monitoring.Secrets, monitoring.Runner, monitoring.Services, monitoring.Journal, time);
            var made = new OperatorParts
            {
                Client = client,
                Caches = caches,
                Resolution = new Resolution(caches, options.Prometheus),
                Servers = servers,
                Prometheus = options.Prometheus,
                Scrapes = scrapes,
                Receivers = receivers,
                Hold = hold.Of,
                Hubs = new EventHubs(time, AtRest),
                Probes = (rollout, _, lookout) => probing.Of(rollout, lookout),
                Monitoring = monitoring,
                Telemetry = telemetry,
                Book = book,
                AdoptedAtOnce = options.AdoptedAtOnce,
                Time = time,
                Logs = logs,
            };
            parts = made;
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            var watching = Task.WhenAll(caches.RunAsync(ended.Token), hold.RunAsync(ended.Token));
            var leading = LeadAsync(made, ended.Token);
            await Task.WhenAny(watching, leading);
            await ended.CancelAsync();
            await Task.WhenAll(watching, leading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await leading;
            await watching;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped: the ordinary end.
        }
    }

    /// <summary>Term after term, until it is stopped.</summary>
    private async Task LeadAsync(OperatorParts made, CancellationToken ended)
    {
        await made.Caches.WhenSynced.WaitAsync(ended);
        if (!options.LeaderElect)
        {
            await WorkAsync(made, () => true, ended);
            return;
        }

        var lease = options.Lease ?? new LeaseOptions { Identity = options.Identity };
        var store = new ClusterLeaseStore(made.Client, new ObjectKey(options.Connection.Namespace, OperatorOptions.LeaseName));
        var elector = new LeaderElector(store, lease, time, log);
        while (!ended.IsCancellationRequested)
        {
            await elector.RunTermAsync(token => WorkAsync(made, () => elector.IsLeader, token), ended);
        }
    }

    private async Task WorkAsync(OperatorParts made, Func<bool> leads, CancellationToken cancellationToken)
    {
        await using var mine = new OperatorTerm(made, leads, options.Identity, options.Workers);
        try
        {
            // Before the keys are queued, so that no change falls between.
            term = mine;
            made.Telemetry?.Meter.Lead(true);
            made.Book?.Start();
            await mine.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The term is over.
        }
        finally
        {
            term = null;
            made.Telemetry?.Meter.Lead(false);
        }
    }

    private void Changed(RolloutKey key)
    {
        term?.Changed(key);
        if (parts is { } made && made.Hubs.Find(key) is { Readers: > 0 } hub && term?.Reconciler.Live(key) is null && made.Caches.Find(key) is { } rollout)
        {
            hub.Publish("status", new RestingRollout(made, rollout).Current.Json);
        }
    }

    private string? AtRest(RolloutKey key) => parts is { } made && made.Caches.Find(key) is { } rollout ? new RestingRollout(made, rollout).Current.Json : null;

    private void EachOf(RolloutCaches caches, WorkloadKind kind)
    {
        foreach (var rollout in caches.Of(kind))
        {
            Changed(rollout.Key);
        }
    }

    private WorkloadTarget? WorkloadOf(RolloutKey key) =>
        parts is { } made && made.Caches.Find(key) is { Kind: { } kind } rollout ? new WorkloadTarget(kind, key.Namespace, rollout.Workload, ResolvedRollout.OwnerOf(rollout)) : null;

    /// <summary>None before the server has answered.</summary>
    private sealed class EarlyRollouts(OperatorController controller) : IRollouts
    {
        public IRunningRollout? Find(string space, string name) => Now?.Find(space, name);

        public IEnumerable<IRunningRollout> All() => Now?.All() ?? [];

        private ClusterRollouts? Now => controller.parts is { } made ? new ClusterRollouts(made, key => controller.term?.Reconciler.Live(key)) : null;
    }

    private sealed class Disposing(IDisposable inner) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            inner.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
