using Rollout.Judge;
using Rollout.Planning;
using Rollout.Probes;
using Rollout.Server.Loop;
using Rollout.Telemetry;

namespace Rollout.Server.Measuring;

/// <summary>What a recorded pass says to the gauges and counters (contract section 6). Pure.</summary>
public static class PassMeasurements
{
    public static readonly IReadOnlyList<string> Phases = Enum.GetNames<Phase>();

    public static readonly IReadOnlyList<string> Results = Enum.GetNames<OutcomeResult>();

    private static readonly bool[] Sides = [true, false];

    /// <param name="pass">That was recorded.</param>
    /// <param name="expected">What was expected of the stage, this pass included.</param>
    /// <param name="space">Namespace.</param>
    /// <param name="name">Of the rollout.</param>
    public static RolloutReading Of(PassResult pass, StageExpectation expected, string space, string name)
    {
        var progress = pass.World.Progress;
        var judged = (pass.World.Judgement as Observed<JudgeView>.Known)?.Value.Metrics ?? [];
        return new RolloutReading
        {
            Namespace = space,
            Name = name,
            Phase = progress.Phase.ToString(),
            Phases = Phases,
            IsAtRest = progress.Phase is Phase.Idle or Phase.Promoted or Phase.RolledBack,
            StageNodes = progress.Stage?.Nodes ?? 0,
            FleetNodes = pass.World.Fleet is Observed<FleetState>.Known fleet ? fleet.Value.Nodes.Count : double.NaN,
            StageSeconds = progress.Stage?.Deadline.At(pass.World.Now).TotalSeconds ?? double.NaN,
            StageForecastSeconds = expected.Lasts?.TotalSeconds ?? double.NaN,
            HeldBy = HoldCauses.Of(progress),
            HoldCauses = HoldCauses.All,
            EvaluatedAt = pass.World.Now,
            Metrics = [.. pass.World.Spec.Metrics.Select(m => Gauges(m.Name, judged.FirstOrDefault(j => j.Name == m.Name), progress.Stage is not null))],
            Probes = [.. pass.World.Spec.Probes.SelectMany(p => Sides.Select(canary => Side(p.Name, canary, pass.Probes, progress)))],
        };
    }

    /// <summary>The trials that this pass ended.</summary>
    public static IEnumerable<Outcome> Ended(PassResult pass) => pass.World.Progress.Outcomes.Where(o => o.EndedAt == pass.World.Now);

    /// <summary>The trial that is under way, or that this pass ended; null where there is none.</summary>
    public static TrialReading? Trial(PassResult pass, string space, string name)
    {
        var (progress, ended) = (pass.World.Progress, Ended(pass).FirstOrDefault());
        if (ended is null && progress.Phase is (Phase.Idle or Phase.Promoted or Phase.RolledBack))
        {
            return null;
        }

        var (revision, started) = ended is null ? (progress.CanaryRevision, progress.StartedAt) : (ended.Revision, ended.StartedAt);
        return revision is null || started is not { } since ? null : new TrialReading
        {
            Namespace = space,
            Name = name,
            Revision = revision,
            StartedAt = since,
            Stage = ended is null && progress.Stage is { } stage ? new TrialStage(stage.Index, stage.Nodes, stage.Since) : null,
            End = ended is null ? null : new TrialEnd(ended.Result.ToString(), ended.Reason, ended.EndedAt),
            Events = [.. pass.Plan.Happenings.Where(h => h.Revision == revision).Select(h => new TrialEvent(h.Reason, h.Message, h.At))],
        };
    }

    private static MetricGauges Gauges(string metric, MetricView? view, bool isJudged)
    {
        var said = view?.Assessment;
        var available = said is not null && said.Verdict is not (Verdict.Unavailable or Verdict.Misconfigured);
        return said is null || !isJudged ? new MetricGauges(metric) { Available = available } : new MetricGauges(metric)
        {
            Effect = said.Effect ?? double.NaN,
            Low = said.Low ?? double.NaN,
            High = said.High ?? double.NaN,
            LogEHarm = said.LogEHarm,
            LogESafe = said.LogESafe,
            LogEHarmThreshold = said.HarmThreshold,
            LogESafeThreshold = said.SafeThreshold,
            Tolerance = view is null ? double.NaN : (double)view.Tolerance,
            ForecastSeconds = view?.Remaining?.TotalSeconds ?? double.NaN,
            Available = available,
        };
    }

    private static ProbeGauge Side(string probe, bool canary, IReadOnlyList<ProbeStanding> standings, Progress progress)
    {
        var side = standings.Where(s => s.Probe == probe && IsOnTrial(s, progress) == canary).Select(s => s.Health).ToList();
        var success = side.Contains(ProbeHealth.Failing) ? 0 : side.Contains(ProbeHealth.Passing) ? 1 : double.NaN;
        return new ProbeGauge(probe, canary, success);
    }

    /// <summary>A node that is on its way back, or was left behind, still runs what was on trial: its failures are not the stable version's.</summary>
    private static bool IsOnTrial(ProbeStanding standing, Progress progress) =>
        progress.CanaryNodes.Contains(standing.Node)
        || (standing.Revision is { } revision && revision != progress.StableRevision
            && (revision == progress.CanaryRevision || revision == progress.WayBack?.Revision || progress.RefusalOf(revision) is not null));
}
