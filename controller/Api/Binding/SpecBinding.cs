namespace Rollout.Api.Binding;

/// <summary>Binds the tree under <c>spec</c> to a <see cref="StaggeredRolloutSpec"/> (contract section 3; section 6 for host fleets).</summary>
public static class SpecBinding
{
    private static readonly StaggeredRolloutSpec Default = new();
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>The specification, or every problem. Fields that are absent take the contract's defaults; a wrong one never does.</summary>
    public static Bound<StaggeredRolloutSpec> Bind(SpecNode node, SpecPlatform platform)
    {
        var problems = new BindingProblems();
        return problems.Outcome(Bind(node, platform, problems));
    }

    /// <summary>As the other, for a specification inside a larger input: adds to its problems; the value counts only when there are none.</summary>
    public static StaggeredRolloutSpec? Bind(SpecNode node, SpecPlatform platform, BindingProblems problems)
    {
        if (FieldReader.Open(node, problems) is not { } fields)
        {
            return null;
        }

        if (platform == SpecPlatform.Hosts)
        {
            fields.Refuse("workload", "a host fleet has no workload", "remove it: the fleet file's nodes and commands take its place");
        }

        var least = TimeSpan.FromMilliseconds(1);
        var spec = new StaggeredRolloutSpec
        {
            Workload = platform == SpecPlatform.Kubernetes ? WorkloadBinding.Bind(fields) : null,
            Stages = StageBinding.Bind(fields, platform) ?? Default.Stages,
            Metrics = MetricBinding.BindAll(fields, platform),
            Probes = ProbeBinding.BindAll(fields, platform),
            Alerts = AlertBinding.BindAll(fields),
            Receivers = ReceiverBinding.BindAll(fields),
            OnCall = ReceiverBinding.BindPlan(fields),
            ErrorRates = Rates(fields),
            WarmUp = fields.Duration("warmUp", TimeSpan.Zero, Longest) ?? Default.WarmUp,
            Deadline = fields.Duration("deadline", least, Longest) ?? Default.Deadline,
            OnInsufficient = fields.Choice<InsufficientPolicy>("onInsufficient") ?? Default.OnInsufficient,
            OnUnavailable = fields.Choice<UnavailablePolicy>("onUnavailable") ?? Default.OnUnavailable,
            UnavailableAfter = fields.Duration("unavailableAfter", least, Longest) ?? Default.UnavailableAfter,
            ProgressDeadline = fields.Duration("progressDeadline", least, Longest) ?? Default.ProgressDeadline,
            Paused = fields.Boolean("paused") ?? Default.Paused,
            DeletionPolicy = fields.Choice<DeletionPolicy>("deletionPolicy") ?? Default.DeletionPolicy,
        };
        fields.Close();
        Together(spec, fields);
        return spec;
    }

    private static ErrorRates Rates(FieldReader spec)
    {
        var rates = Default.ErrorRates;
        if (spec.Map("errorRates") is { } fields)
        {
            rates = new ErrorRates
            {
                FalseRollback = fields.Fraction("falseRollback", 0.5m, including: true) ?? rates.FalseRollback,
                FalsePromotion = fields.Fraction("falsePromotion", 0.5m, including: true) ?? rates.FalsePromotion,
            };
            fields.Close();
        }

        return rates;
    }

    /// <summary>What each field allows and all together do not: a stage that cannot be left before its deadline.</summary>
    private static void Together(StaggeredRolloutSpec spec, FieldReader fields)
    {
        var deadline = DurationText.Format(spec.Deadline);
        if (spec.WarmUp >= spec.Deadline)
        {
            fields.Problems.Add(fields.At(fields.Has("warmUp") ? "warmUp" : "deadline"),
                $"the warm-up of {DurationText.Format(spec.WarmUp)} takes the whole deadline of {deadline}: nothing could be judged",
                "make warmUp shorter or deadline longer");
        }

        for (var i = 0; i < spec.Stages.Count && spec.Workload is { Kind: not WorkloadKind.DaemonSet }; i++)
        {
            if (spec.Stages[i].NodeSelector.Count > 0)
            {
                fields.Problems.Add(fields.At("stages").Item(i).Field("nodeSelector"), $"picks machines, and a {spec.Workload.Kind} is not bound to any",
                    "remove it, or name a DaemonSet as workload");
            }
        }

        ReceiverBinding.Together(spec, fields);
        foreach (var stage in spec.Stages.Where(s => s.MinDuration > spec.Deadline))
        {
            fields.Problems.Add(fields.At("stages"),
                $"the stage of {stage.Nodes} lasts at least {DurationText.Format(stage.MinDuration)}, longer than the deadline of {deadline}",
                "make its minDuration shorter or deadline longer");
        }
    }
}
