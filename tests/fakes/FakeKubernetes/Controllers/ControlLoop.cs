using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>
/// Runs the controllers: every change queues the objects it concerns, every object is looked at until nothing is left to do.
/// By itself as time passes, or only when a test says so.
/// </summary>
public sealed class ControlLoop : IAsyncDisposable
{
    private const int MostPasses = 50_000;
    private static readonly TimeSpan Back = TimeSpan.FromMilliseconds(100);
    private readonly Lock gate = new();
    private readonly ControllerContext context;
    private readonly List<IController> controllers;
    private readonly LinkedList<(IController Controller, ObjectKey Key)> queue = new();
    private readonly HashSet<(IController, ObjectKey)> queued = [];
    private readonly Dictionary<(IController Controller, ObjectKey Key), DateTimeOffset> later = [];
    private readonly PriorityQueue<(IController Controller, ObjectKey Key), (DateTimeOffset At, long Number)> dues = new();
    private long asked;
    private readonly SemaphoreSlim signal = new(0);
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    internal ControlLoop(ControllerContext context)
    {
        this.context = context;
        Pods = new PodPlan();
        controllers =
        [
            new CrdController(context), new NamespaceController(context), new DeploymentController(context),
                new ReplicaSetController(context),
            new StatefulSetController(context), new DaemonSetController(context), new Kubelet(context, Pods), new GarbageCollector(context),
        ];
        context.Cluster.Store.Changed += OnChange;
    }

    /// <summary>Which pods are to fail, and how.</summary>
    public PodPlan Pods { get; }

    /// <summary>When time alone has something to do next; null when only a change can.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (gate)
            {
                return Next_NeedsLock()?.At;
            }
        }
    }

    /// <summary>Controllers keep from working while this is set: changes queue up.</summary>
    public bool Halted { get; set; }

    internal void Start()
    {
        ClusterSeed.Plant(context);
        if (context.Cluster.Options.RunControllers)
        {
            running = Task.Run(() => RunAsync(stop.Token));
        }
        else
        {
            while (Step())
            {
                // What a fresh cluster has is there before the first request.
            }
        }
    }

    /// <summary>Does so many passes, if there is so much to do.</summary>
    public Task PumpAsync(int passes)
    {
        for (var i = 0; i < passes && Step(); i++)
        {
            // Each step is one pass of one controller.
        }

        return Task.CompletedTask;
    }

    /// <summary>Works, and moves the clock by what is due next, until nothing is left to do or <paramref name="until"/> holds.</summary>
    /// <exception cref="InvalidOperationException">The controllers do not come to rest: each pass makes work for the next.</exception>
    public Task SettleAsync(Action<TimeSpan> advance, Func<bool> until)
    {
        for (var passes = 0; !until(); passes++)
        {
            if (passes > MostPasses)
            {
                throw new InvalidOperationException($"the controllers did not come to rest within {MostPasses} passes");
            }

            if (Step())
            {
                continue;
            }

            if (NextDue is not { } due)
            {
                break;
            }

            advance(due > context.Now ? due - context.Now : TimeSpan.Zero);
        }

        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        context.Cluster.Store.Changed -= OnChange;
        await stop.CancelAsync();
        await running;
        stop.Dispose();
        signal.Dispose();
    }

    private void OnChange(StoreChange change)
    {
        foreach (var controller in controllers)
        {
            foreach (var key in controller.Affected(change))
            {
                Queue(controller, key);
            }
        }

        if (signal.CurrentCount == 0)
        {
            signal.Release();
        }
    }

    private void Queue(IController controller, ObjectKey key)
    {
        lock (gate)
        {
            if (queued.Add((controller, key)))
            {
                queue.AddLast((controller, key));
            }
        }
    }

    /// <summary>One pass of one controller. False: nothing is to do now.</summary>
    private bool Step()
    {
        (IController Controller, ObjectKey Key) next;
        lock (gate)
        {
            if (queue.Count == 0 && Next_NeedsLock() is { } due && due.At <= context.Now)
            {
                dues.Dequeue();
                later.Remove(due.Who);
                queued.Add(due.Who);
                queue.AddLast(due.Who);
            }

            if (Halted || queue.First is not { } first)
            {
                return false;
            }

            next = first.Value;
            queue.RemoveFirst();
            queued.Remove(next);
        }

        DateTimeOffset? again;
        try
        {
            again = next.Controller.Sync(next.Key);
        }
        catch (ApiFault)
        {
            again = context.Now + Back;
        }

        if (again is { } at)
        {
            lock (gate)
            {
                later[next] = at;
                dues.Enqueue(next, (at, asked++));
            }
        }

        return true;
    }

    /// <summary>What is due first; a later wish of the same controller for the same object has taken the place of an earlier one.</summary>
    private ((IController Controller, ObjectKey Key) Who, DateTimeOffset At)? Next_NeedsLock()
    {
        while (dues.TryPeek(out var who, out var due))
        {
            if (later.TryGetValue(who, out var at) && at == due.At)
            {
                return (who, at);
            }

            dues.Dequeue();
        }

        return null;
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            while (!cancel.IsCancellationRequested && Step())
            {
                // Until nothing is left to do.
            }

            var wait = NextDue is { } due ? due - context.Now : Timeout.InfiniteTimeSpan;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var waiting = signal.WaitAsync(either.Token);
            var delay = wait == Timeout.InfiniteTimeSpan ? Task.Delay(wait, context.Cluster.Time, either.Token)
                : Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), context.Cluster.Time, either.Token);
            await Task.WhenAny(waiting, delay);
            await either.CancelAsync();
            await Task.WhenAll(waiting, delay).ContinueWith(_ =>
                { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }
}
