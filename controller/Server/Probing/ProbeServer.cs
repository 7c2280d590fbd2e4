using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rollout.Api;
using Rollout.Probes;
using Rollout.Probes.Customers;
using Rollout.Probes.Exposition;
using Rollout.Probes.History;
using Rollout.Probes.Schedule;
using Rollout.Probes.Targets;

namespace Rollout.Server.Probing;

/// <summary>
/// A prober as a process of its own (<c>rollout probe serve</c>): runs the probes of a folder by schedule, answers the blackbox exporter's
/// protocol, shows metrics and history. Files and nodes may change while it runs; a file that became bad changes nothing.
/// </summary>
public sealed class ProbeServer : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly ProbeServerOptions options;
    private readonly TimeProvider time;
    private readonly ProbeFolder folder;
    private readonly ProbeSchedule schedule;
    private readonly INodeSource nodes;
    private IReadOnlyList<ProbeAssignment> assigned = [];
    private WebApplication? app;
    private Task watching = Task.CompletedTask;

    private ProbeServer(ProbeServerOptions options, TimeProvider time)
    {
        (this.options, this.time) = (options, time);
        folder = new ProbeFolder(options.Folder);
        nodes = options.Nodes ?? new ResolvedNodes(options.Network.Resolve);
        Runner = new ProbeRunner(time, options.Network);
        History = new ProbeHistory(time);
        var secrets = options.Secrets is { } root ? new SecretFolder(root, time) : null;
        Customer = spec => spec.CustomerSecret is null ? null
            : secrets is not null ? secrets.Of(spec)
            : throw new ProbeTroubleException($"the test customer \"{spec.CustomerSecret}\" is not known here: start with --secrets DIR");
        schedule = new ProbeSchedule(Runner, Board, time, new ProbeScheduleOptions
        {
            AtOnce = options.AtOnce,
            Customer = (assignment, _) => new(Customer(assignment.Spec)),
            Seen = (assignment, result, overdue) =>
            {
                Metrics.Ran(assignment, result, overdue);
                History.Add(assignment, result);
            },
            Troubled = (assignment, trouble) =>
            {
                Metrics.Troubled(assignment);
                History.Add(assignment, trouble);
            },
        });
    }

    /// <summary>Where it listens, with the real port.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>All probes of the folder; those without a target only run when asked for.</summary>
    public IReadOnlyList<AcceptanceProbe> Probes { get; private set; } = [];

    /// <summary>What is wrong with the files as they are now; empty while what runs is what they say.</summary>
    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    internal ProbeRunner Runner { get; }

    internal ProbeBoard Board { get; } = new();

    internal ProbeMetrics Metrics { get; } = new();

    internal ProbeHistory History { get; }

    internal Func<AcceptanceProbeSpec, ProbeCustomer?> Customer { get; }

    internal TimeProvider Time => time;

    /// <summary>Null with problems where a file is bad; nothing runs then.</summary>
    /// <exception cref="IOException">The address is taken or cannot be bound.</exception>
    public static async Task<(ProbeServer? Server, IReadOnlyList<Problem> Problems)> StartAsync(
        ProbeServerOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var server = new ProbeServer(options, time);
        var (probes, problems) = (await server.folder.ChangedAsync(cancellationToken))!.Value;
        if (problems.Count > 0)
        {
            await server.DisposeAsync();
            return (null, problems);
        }

        server.Probes = probes;
        try
        {
            await server.ListenAsync(cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        await server.AssignAsync(cancellationToken);
        server.watching = server.WatchAsync(server.stop.Token);
        return (server, []);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        try
        {
            await watching;
        }
        catch (OperationCanceledException)
        {
            // Stopped: the ordinary end.
        }

        if (app is not null)
        {
            await app.DisposeAsync();
        }

        await schedule.DisposeAsync();
        stop.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(options.LookEvery, time, cancellationToken);
            if (await folder.ChangedAsync(cancellationToken) is var (probes, problems))
            {
                var same = Problems.SequenceEqual(problems);
                Problems = problems;
                Probes = problems.Count == 0 ? probes : Probes;
                if (!same)
                {
                    options.Changed?.Invoke(problems);
                }
            }

            await AssignAsync(cancellationToken);
        }
    }

    private async Task AssignAsync(CancellationToken cancellationToken)
    {
        assigned = await Assigning.NowAsync(Probes, nodes, assigned, cancellationToken);
        schedule.Update(assigned);
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(new IPEndPoint(options.Listen.Address, options.Listen.Port), o => o.Protocols = HttpProtocols.Http1);
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.AddServerHeader = false;
        });

        // A Prometheus or two ask, not thousands: a buffer is there before what they ask has come, which spares a word to the kernel each time.
        builder.WebHost.UseSockets(sockets => sockets.WaitForDataBeforeAllocatingBuffer = false);

        // The process's own signals belong to whoever embeds us.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        app = builder.Build();
        app.MapProbing(this);
        await app.StartAsync(cancellationToken);
        Address = new Uri(app.Urls.First());
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
