using Rollout.Api;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;
using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Fleets.Tests.Kubernetes;

/// <summary>The planner and a fleet, pass after pass as a loop plays them: observe, decide, (record), act. The judge says what the test says.</summary>
internal sealed class PlannedRollout(KubernetesWorld world)
{
    private static readonly StaggeredRolloutSpec Spec = new()
    {
        Stages = [new StageSpec { Nodes = new NodeCount(1, false) }, new StageSpec { Nodes = new NodeCount(50, true) }],
        Metrics = [new RolloutMetric { Name = "dollars", MetricRef = "dollars", Tolerance = 0.05m }],
        WarmUp = TimeSpan.FromMinutes(1),
        Deadline = TimeSpan.FromHours(6),
        ProgressDeadline = TimeSpan.FromMinutes(10),
    };

    private readonly List<Order> orders = [];

    public Progress Now { get; private set; } = Progress.Initial;

    public Verdict Verdict { get; set; } = Verdict.Insufficient;

    /// <summary>The phases that it went through, each once in a row.</summary>
    public List<Phase> Phases { get; } = [];

    /// <summary>Why levels could not be reached for the moment.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>More canaries than the stage has were seen; null: never.</summary>
    public string? TooMany { get; private set; }

    public void Order(OrderKind kind, string? revision = null) =>
        orders.Add(new Order(kind, revision ?? Now.CanaryRevision, "ada", world.Time.GetUtcNow()));

    public async Task PassAsync()
    {
        var fleet = await world.FleetAsync();
        var look = await fleet.LookAsync(CancellationToken.None);
        var known = (look as Observed<WorkloadObservation>.Known)?.Value;
        var plan = Planner.Decide(new Planning.World
        {
            Now = world.Time.GetUtcNow(),
            Spec = Spec,
            Progress = Now,
            Fleet = await fleet.ObserveAsync(CancellationToken.None),
            WantedRevision = known?.WantedRevision,
            SpecProblems = known?.Problems ?? [],
            Judgement = View(),
            Orders = [.. orders],
        });
        orders.Clear();
        Now = plan.Next;
        if (Phases.Count == 0 || Phases[^1] != Now.Phase)
        {
            Phases.Add(Now.Phase);
        }

        foreach (var effect in plan.Effects)
        {
            await ActAsync(fleet, effect);
        }
    }

    /// <summary>Passes and time until something holds.</summary>
    public async Task UntilAsync(Func<Progress, bool> holds)
    {
        for (var i = 0; i < 200; i++)
        {
            await PassAsync();
            await world.SettleAsync();
            Watch();
            if (holds(Now))
            {
                return;
            }

            world.Time.Advance(TimeSpan.FromSeconds(15));
        }

        throw new InvalidOperationException($"still {Now.Phase}, {Now.Reason}: {Now.Message}");
    }

    public Task UntilAsync(Phase phase) => UntilAsync(p => p.Phase == phase);

    /// <summary>So many passes more, and where they led.</summary>
    public async Task<Phase> AfterAsync(int passes)
    {
        for (var i = 0; i < passes; i++)
        {
            await PassAsync();
            await world.SettleAsync();
            Watch();
            world.Time.Advance(TimeSpan.FromSeconds(15));
        }

        return Now.Phase;
    }

    private async Task ActAsync(IWorkloadFleet fleet, Effect effect)
    {
        var result = effect switch
        {
            Effect.EnsureCanaries e => await fleet.EnsureCanariesAsync(e.Revision, e.Stable, e.Nodes, CancellationToken.None),
            Effect.EnsureEverywhere e => await fleet.EnsureEverywhereAsync(e.Revision, CancellationToken.None),
            _ => new EnsureResult.Settled(),
        };
        if (result is EnsureResult.Failed failed)
        {
            Failures.Add(failed.Reason);
        }
    }

    private void Watch()
    {
        var fresh = world.Images().Count(i => i != "shop:v1");
        if (Now.Stage is { } stage && Now.Phase.HoldsCanaries() && fresh > stage.Nodes)
        {
            TooMany ??= $"{fresh} nodes beside v1 in stage {stage.Index} of {stage.Nodes}";
        }
    }

    private Observed<JudgeView> View() => new Observed<JudgeView>.Known(new JudgeView
    {
        Revision = Now.CanaryRevision,
        Trial = Now.Trial,
        AsOf = DateTimeOffset.MaxValue,
        Metrics =
        [
            new MetricView
            {
                Name = "dollars",
                Tolerance = 0.05m,
                Assessment = Verdict == Verdict.Worse
                    ? new Assessment { Verdict = Verdict, Effect = -0.21, Low = -0.28, High = -0.13, LogEHarm = 7.1, HarmThreshold = 4.6 }
                    : new Assessment { Verdict = Verdict },
            },
        ],
    });
}
