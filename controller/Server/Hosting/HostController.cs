using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rollout.Api;
using Rollout.Fleets.Hosts;
using Rollout.Metrics;
using Rollout.Metrics.Prometheus;
using Rollout.Metrics.Scraping;
using Rollout.Metrics.Secrets;
using Rollout.Probes;
using Rollout.Probes.History;
using Rollout.Probes.Network;
using Rollout.Recording;
using Rollout.Recording.Sqlite;
using Rollout.Server.Hooks;
using Rollout.Server.Http;
using Rollout.Server.Loop;
using Rollout.Server.Measuring;
using Rollout.Server.Notices;
using Rollout.Server.Probing;
using Rollout.Server.Releases;
using Rollout.Telemetry;

namespace Rollout.Server.Hosting;

/// <summary>
/// A controller of one host fleet, embeddable: start it, wait for it, dispose it. Start order: fleet file, state file with its lock,
/// HTTP, then the loops; the end is the reverse. Nothing runs when the start is refused.
/// </summary>
public sealed class HostController : IAsyncDisposable
{
    private static readonly string Version = typeof(HostController).Assembly.GetName().Version?.ToString(3) ?? "0";

    private readonly CancellationTokenSource stop = new();
    private readonly List<IAsyncDisposable> owned = [];
    private ProbeHistory probed = null!;
    private Task loops = Task.CompletedTask;

    private HostController(FleetFile file) => File = file;

    public FleetFile File { get; }

    public RunningRollout Rollout { get; private set; } = null!;

    /// <summary>Where it listens, with the real port.</summary>
    public Uri Address { get; private set; } = null!;

    public string TokenFile { get; private set; } = null!;

    public string HookTokenFile { get; private set; } = null!;

    /// <summary>What it answers to.</summary>
    internal IReadOnlyList<RouteEndpoint> Endpoints { get; private set; } = [];

    /// <summary>Ends when a loop fails for good; a stopped controller's ends without fault.</summary>
    public Task Completion => loops;

    public static async Task<HostStart> StartAsync(HostOptions options, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var (file, problems) = await ReadAsync(options.FleetFile, cancellationToken);
        if (problems.Count > 0 || file is null)
        {
            return new HostStart.BadInput(problems);
        }

        var controller = new HostController(file);
        var refused = await controller.OpenAsync(options, time, logs, cancellationToken);
        if (refused is null)
        {
            return new HostStart.Running(controller);
        }

        await controller.DisposeAsync();
        return refused;
    }

    /// <summary>What is wrong with a fleet file, for who cannot start for other reasons and wants to tell everything at once.</summary>
    public static async Task<IReadOnlyList<Problem>> ProblemsAsync(string fleetFile, CancellationToken cancellationToken) =>
        (await ReadAsync(fleetFile, cancellationToken)).Problems;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        try
        {
            await loops;
        }
        catch (OperationCanceledException)
        {
            // Stopped: the ordinary end.
        }

        for (var i = owned.Count - 1; i >= 0; i--)
        {
            await owned[i].DisposeAsync();
        }

        stop.Dispose();
    }

    private static async Task<(FleetFile? File, IReadOnlyList<Problem> Problems)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var read = await FleetFileReader.ReadAsync(path, cancellationToken);
        return (read.Value, read.Value is null ? read.Problems : [.. read.Problems, .. MetricProblems(read.Value), .. ProbeProblems(read.Value)]);
    }

    private static IEnumerable<Problem> MetricProblems(FleetFile file) =>
        file.Spec.Metrics.SelectMany((m, i) => m.Metric is null ? [] : MetricValidation.Problems(m.Metric, $"spec.metrics[{i}].metric"));

    private static IEnumerable<Problem> ProbeProblems(FleetFile file) =>
        file.Spec.Probes.SelectMany((p, i) => p.Probe is null ? [] : ProbeValidation.Problems(p.Probe, $"spec.probes[{i}].probe"));

    private async Task<HostStart?> OpenAsync(HostOptions options, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var opened = SqliteRecorder.Open(File.State, new SqliteRecorderOptions(), time);
        if (opened is OpenResult.Refused state)
        {
            return new HostStart.Unavailable(state.Problem);
        }

        var recorder = ((OpenResult.Opened)opened).Recorder;
        owned.Add(recorder);
        var key = new RolloutKey("default", File.Name);
        TokenFile = options.TokenFile ?? File.State + ".token";
        HookTokenFile = options.HookTokenFile ?? File.State + ".hook-token";
        var telemetry = new ControllerTelemetry(Version, Environment.GetEnvironmentVariable);
        owned.Add(new Disposing(telemetry));
        var probes = new ProbeWatch(File, new ProbeRunner(time, options.Probing), time, Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.FleetFile))!, "secrets"));
        owned.Add(probes);
        var parts = Assemble(options, recorder, probes, time, logs);
        parts = parts with { Session = new TimedSession(parts.Session, time, telemetry.Meter.Queried) };
        Rollout = new RunningRollout(parts);
        probed = new ProbeHistory(time);
        var journal = new ProbeJournal(probed, telemetry);
        probes.Ran += (run, result, overdue) => journal.Ran(key.Namespace, run.Probe, run, result, overdue);
        probes.Troubled += (run, trouble) => journal.Troubled(key.Namespace, run.Probe, run, trouble);
        RolloutMeasuring.Attach(Rollout.Loop, telemetry, Rollout.Namespace, Rollout.Name);

        // Whoever has the state file's lock decides.
        telemetry.Meter.Lead(true);
        var book = HostHistory.Open(options, File.State, key, recorder, time, logs.CreateLogger("rollout.history"));
        owned.Add(book);
        var measured = new DeliveryMeasuring(book, telemetry.Meter, time);
        owned.Add(measured);
        Rollout.Loop.Recorded += pass => book.Note(key, HostHistory.Uid(key), pass);
        owned.Add(Rollout);
        if (await ListenAsync(options, telemetry, book, time, logs, cancellationToken) is { } refused)
        {
            return refused;
        }

        probes.Start();
        book.Start();
        measured.Start();
        loops = Rollout.RunAsync(stop.Token);
        return null;
    }

    private LoopParts Assemble(HostOptions options, SqliteRecorder recorder, ProbeWatch probes, TimeProvider time, ILoggerFactory logs)
    {
        var http = ScrapeHttp.CreateInvoker(TimeSpan.FromSeconds(5));
        owned.Add(new Disposing(http));
        var metrics = File.Spec.Metrics.Where(m => m.Metric is not null).ToDictionary(m => m.Name, m => m.Metric!, StringComparer.Ordinal);
        var secrets = new FolderSecrets(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.FleetFile))!, "secrets"));
        var servers = new PrometheusServers(secrets, time);
        owned.Add(servers);
        var workload = new WorkloadName("default", File.Name);
        var past = new HistoryKeeper(metrics, servers, workload, HostLookout.Targets(File), time);
        owned.Add(past);
        past.Start();
        var receivers = NoticeHttp.Create(new ProbeNetwork(), time);
        owned.Add(new Disposing(receivers));
        var log = logs.CreateLogger("rollout");
        var courier = new Courier("default", File.Name, new NoticeSender(secrets, "default", receivers, time), time, log);
        owned.Add(courier);
        var fleet = new HostFleet(File, time);
        owned.Add(new Disposing(fleet));
        var key = new RolloutKey("default", File.Name);
        return new LoopParts
        {
            Key = key,
            Spec = File.Spec,
            Lookout = new HostLookout(fleet, File),
            Fleet = fleet,
            Recorder = recorder,
            Series = recorder,
            Desk = new HostDesk(key, recorder, time),
            Session = new MetricSessions(metrics, http, servers, workload, time),
            Past = past.Of,
            Probes = probes,
            Courier = courier,
            Time = time,
            Log = log,
        };
    }

    private async Task<HostStart?> ListenAsync(
        HostOptions options, ControllerTelemetry telemetry, ReleaseBook book, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        try
        {
            var token = AccessToken.FromFile(TokenFile);
            var gates = new WebGates(token, HookSecret.FromFile(HookTokenFile), options.Limits);
            var server = await WebHost.StartAsync(
                options.Listen, new ListedRollouts([Rollout]), new TokenAccess(token), () => Rollout.NotReady, telemetry, gates, time, logs, cancellationToken,
                app =>
                {
                    app.MapReleases(book, time);
                    app.MapRuns("/probes", probed, () => "Acceptance probes", "../metrics");
                });
            owned.Add(server.App);
            Endpoints = [.. server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];
            Address = server.Address;
            return null;
        }
        catch (InvalidDataException wrong)
        {
            return new HostStart.BadInput([new Problem(wrong.Message.StartsWith(HookTokenFile + ":", StringComparison.Ordinal) ? "--hook-token-file" : "--token-file", wrong.Message, "give a file with a longer token")]);
        }
        catch (UnauthorizedAccessException refused)
        {
            return new HostStart.Unavailable(new Problem(TokenFile, refused.Message.TrimEnd('.'), "give the controller's user the right to read it, or to make it; or name another with --token-file"));
        }
        catch (IOException refused)
        {
            return new HostStart.Unavailable(new Problem($"--listen {options.Listen}", refused.Message.TrimEnd('.'), "end what listens there, or choose another port with --listen"));
        }
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
