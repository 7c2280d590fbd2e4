using System.Text.Json;
using Rollout.Judge;

namespace Rollout.Benchmarks.Worlds;

/// <summary>Plays one rollout of a world: a baseline from its history, then a look after every minute.</summary>
internal sealed class RolloutRun
{
    /// <summary>Never reached.</summary>
    private const double Never = 1e-300;

    private const string Metric = "orders";

    private readonly World world;
    private readonly double loss;
    private readonly RunMode mode;
    private readonly WorldFleet fleet;
    private readonly ScrapedFleet? scraped;
    private readonly JudgePlan plan;
    private readonly string[] canaries;
    private readonly double phi;
    private Baseline baseline;
    private Evidence evidence;
    private double oracle;

    public RolloutRun(World world, double loss, RunMode mode, OrderValues values, int seed)
    {
        (this.world, this.loss, this.mode) = (world, loss, mode);
        fleet = new WorldFleet(world, loss, values, seed);
        canaries = [fleet.Canary];
        phi = world.Clump;
        plan = new JudgePlan
        {
            Statistic = world.Values ? Statistic.Revenue : Statistic.Count,
            Horizon = TimeSpan.FromMinutes(world.Minutes),
            CautiousWithoutHistory = true,
            Alpha = mode == RunMode.Promotion ? Never : 0.01,
            AlphaPromote = mode == RunMode.Harm ? Never : 0.05,
            Tolerance = 0.1,
        };
        baseline = Baselines.FromHistory(plan, fleet.History(), fleet.Nodes.All, canaries);

        // Calibrated on windows of the rollout's length either way.
        plan = world.HasDeadline ? plan : plan with { Horizon = null };
        evidence = MetricJudge.Begin(plan, baseline);
        scraped = world.Trouble != ScrapeTrouble.None || world.ControllerRestarts ? new ScrapedFleet(world, fleet) : null;
    }

    /// <summary>Of the orders, as this rollout's history has it.</summary>
    public PartBaseline Calibration => baseline.Orders;

    /// <summary>The threshold for the planned length, simulated on this run's own baseline but for the orders' calibration.</summary>
    public HorizonThreshold? Deadline(PartBaseline orders) => HorizonThresholds.Simulate(
        [new HorizonMetric(Metric, plan, baseline with { Orders = orders })], plan.Alpha,
        new HorizonSpan(WorldFleet.Begin + (world.HistoryMinutes * WorldFleet.Minute), world.Minutes * WorldFleet.Minute, WorldFleet.Minute));

    /// <param name="rivals">Rules of others that see the same minutes, whole and true.</param>
    /// <param name="deadline">Where our judge proves harm; null: at ln(1/alpha).</param>
    public RunOutcome Play(IReadOnlyList<IRivalRule> rivals, HorizonThreshold? deadline = null)
    {
        var told = new RivalPlan { BucketLength = WorldFleet.Minute, Buckets = world.Minutes, PlannedEvents = world.Orders * World.Nodes * world.Minutes };
        var trials = rivals.Select(r => r.Begin(told)).ToArray();
        var ends = new int?[trials.Length];
        int? rolledBack = null, promoted = null, oracleAt = null;
        var restart = world.ControllerRestarts ? fleet.Chance.Below(world.Minutes) : -1;
        for (var t = 1; t <= world.Minutes && !Done(rolledBack, promoted, oracleAt, ends); t++)
        {
            var minute = fleet.Next();
            oracleAt ??= OracleRollsBack(minute, t) ? t : null;
            Show(minute, t, trials, ends);
            if (t == restart)
            {
                Restart();
            }

            var bucket = scraped is null ? minute : scraped.Read(minute);
            if (bucket is null || rolledBack is not null)
            {
                continue;
            }

            evidence = MetricJudge.Observe(plan, baseline, evidence, bucket, canaries);
            var asked = promoted is null ? plan : plan with { AlphaPromote = Never };
            var threshold = deadline?.At(bucket.End, new Dictionary<string, double>(StringComparer.Ordinal) { [Metric] = HorizonThresholds.Spent(plan, baseline, evidence) });
            var verdict = MetricJudge.Decide(asked, baseline, evidence, plan.Tolerance, threshold);
            rolledBack = verdict == Verdict.Worse ? t : null;
            promoted ??= verdict is Verdict.NoWorse or Verdict.Better ? t : null;
        }

        return new RunOutcome(rolledBack, promoted, oracleAt, ends);
    }

    private bool Done(int? rolledBack, int? promoted, int? oracleAt, int?[] ends) => mode switch
    {
        RunMode.Both => rolledBack is not null && ends.All(e => e is not null),
        RunMode.Harm => rolledBack is not null && oracleAt is not null && ends.All(e => e is not null),
        RunMode.Promotion => promoted is not null,
    };

    /// <summary>Knows the loss, when it begins, the share with all node effects, and how orders clump.</summary>
    private bool OracleRollsBack(FleetBucket minute, int t)
    {
        if (loss <= 0 || t <= world.Onset || mode == RunMode.Promotion)
        {
            return false;
        }

        if (world.SmallerBaskets)
        {
            oracle += fleet.ValueEvidence;
        }
        else
        {
            var all = minute.Nodes.Values.Sum(m => m.Count);
            oracle += ((minute.Nodes[fleet.Canary].Count * Math.Log(1 - loss)) - (all * Math.Log(1 - (fleet.TrueShare * loss)))) / phi;
        }

        return oracle >= Math.Log(100);
    }

    private void Show(FleetBucket minute, int t, IRivalTrial[] trials, int?[] ends)
    {
        if (trials.Length == 0 || RivalView.Of(plan, baseline, minute, fleet.Canary, fleet.Nodes.All[1]) is not { } sample)
        {
            return;
        }

        for (var i = 0; i < trials.Length; i++)
        {
            if (ends[i] is null && trials[i].Observe(sample))
            {
                ends[i] = t;
            }
        }
    }

    /// <summary>All that a controller keeps goes through JSON, and what the scraper remembered is gone.</summary>
    private void Restart()
    {
        baseline = JsonSerializer.Deserialize<Baseline>(JsonSerializer.Serialize(baseline))!;
        evidence = JsonSerializer.Deserialize<Evidence>(JsonSerializer.Serialize(evidence))!;
        scraped?.Forget();
    }
}
