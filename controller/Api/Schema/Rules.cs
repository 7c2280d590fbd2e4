namespace Rollout.Api.Schema;

/// <summary>Expressions that several rules are made of.</summary>
internal static class Rules
{
    private const string Read = $"matches(r'{Patterns.CelDuration}')";

    // Texts that are no durations, and those with days, are not compared here: the pattern speaks of the first, the controller of the second.
    public const string WarmUpBeforeDeadline =
        $"!has(self.warmUp) || !has(self.deadline) || !self.warmUp.{Read} || !self.deadline.{Read} || duration(self.warmUp) < duration(self.deadline)";

    public const string StagesBeforeDeadline =
        $"!has(self.stages) || !has(self.deadline) || !self.deadline.{Read} || self.stages.all(s, !has(s.minDuration) || !s.minDuration.{Read} || duration(s.minDuration) <= duration(self.deadline))";

    public const string MachinesOfDaemonSets =
        "!has(self.stages) || self.workload.kind == 'DaemonSet' || self.stages.all(s, !has(s.nodeSelector))";

    public const string OnCallBeforeStageOne =
        "!has(self.onCall) || !has(self.onCall.beforeStageOne) || self.onCall.beforeStageOne.all(n, has(self.receivers) && self.receivers.exists(r, r.name == n))";

    public const string OnCallOnRollback =
        "!has(self.onCall) || !has(self.onCall.onRollback) || self.onCall.onRollback.all(n, has(self.receivers) && self.receivers.exists(r, r.name == n))";

    public const string Selector = $"self.matches(r'{Patterns.Selector}')";

    public const string SelectorMessage =
        "must be a metric name with matchers and nothing around it, such as shop_orders_total{synthetic=\"false\"}: counters are read raw and differenced by the controller";
}
