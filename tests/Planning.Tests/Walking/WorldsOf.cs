using Rollout.Api;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests.Walking;

/// <summary>All worlds that one recorded state may be seen in; each part is made once.</summary>
internal sealed class WorldsOf(Progress progress, StaggeredRolloutSpec spec)
{
    private readonly StaggeredRolloutSpec paused = spec with { Paused = true };
    private static readonly IReadOnlySet<string> None = new HashSet<string>(StringComparer.Ordinal);

    private readonly Observed<FleetState>?[] fleets = new Observed<FleetState>?[Enum.GetValues<FleetSeen>().Length];
    private readonly Observed<JudgeView>?[] judgements = new Observed<JudgeView>?[Enum.GetValues<Said>().Length];
    private readonly IReadOnlyList<ProbeReading>?[] probes = new IReadOnlyList<ProbeReading>?[Enum.GetValues<Probed>().Length];

    public World With(Input input) => new()
    {
        Now = A.Start,
        Spec = input.Paused ? paused : spec,
        SpecProblems = input.Invalid ? Worlds.Problems : [],
        Progress = progress,
        Fleet = fleets[(int)input.Fleet] ??= Worlds.Fleet(progress, input.Fleet),
        WantedRevision = Worlds.Wanted(progress, input.Wanted),
        Judgement = judgements[(int)input.Judge] ??= Worlds.Judgement(progress, input.Judge),
        Probes = probes[(int)input.Probes] ??= Worlds.Probes(progress, input.Probes),
        ProvenProbes = input.Probes == Probed.FailingOnCanaryByChance ? None : A.ProvenProbe,
        Gates = Worlds.Gate(progress, input.Gate),
        Alerts = Worlds.Alerts(input.Alert),
        Orders = Worlds.Orders(progress, input.Orders),
    };
}
