using System.Text.Json;
using Rollout.Api.Resources;
using Rollout.Planning;

namespace Rollout.Charts.Tests.Argo;

/// <summary>A StaggeredRollout in every phase that the planner knows, with a status as the controller writes it.</summary>
public class RolloutHealthTests
{
    private static readonly Dictionary<Phase, string> Expected = new()
    {
        [Phase.Idle] = "Healthy", [Phase.Promoted] = "Healthy",
        [Phase.Waiting] = "Progressing", [Phase.Starting] = "Progressing", [Phase.WarmingUp] = "Progressing", [Phase.Judging] = "Progressing",
        [Phase.Advancing] = "Progressing", [Phase.Promoting] = "Progressing", [Phase.RollingBack] = "Progressing",
        [Phase.Held] = "Suspended", [Phase.Paused] = "Suspended",
        [Phase.RolledBack] = "Degraded", [Phase.Bypassed] = "Degraded", [Phase.Invalid] = "Degraded",
    };

    public static TheoryData<Phase> Phases => [.. Enum.GetValues<Phase>()];

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Every_phase_has_its_health(Phase phase) => Assert.Equal(
        $"{Expected[phase]}: {phase}: a sentence of the controller", await HealthAsync(Status(phase) with { ObservedGeneration = 3 }));

    [Theory]
    [InlineData("""{"metadata": {"generation": 1}}""", "Progressing: waits for the controller to look at it")]
    [InlineData("""{"metadata": {"generation": 1}, "status": {}}""", "Progressing: waits for the controller to look at it")]
    [InlineData("""{"metadata": {"generation": 2}, "status": {"phase": "Idle", "observedGeneration": 1}}""", "Progressing: the controller has not looked at the newest spec yet")]
    [InlineData("""{"metadata": {"generation": 2, "deletionTimestamp": "2026-11-21T20:00:00Z"}, "status": {"phase": "Idle"}}""", "Progressing: lets its workload go")]
    [InlineData("""{"metadata": {"generation": 1}, "status": {"phase": "Dreaming"}}""", "Unknown: Dreaming")]
    public async Task What_is_not_known_yet_is_not_healthy(string json, string expected) => Assert.Equal(expected, await ArgoScripts.HealthAsync("staggered.dev_StaggeredRollout", json));

    [Theory]
    [InlineData(null, null, "-abort -promote -retry")]
    [InlineData("9be2f4c01d", null, "-retry abort promote")]
    [InlineData(null, "9be2f4c01d", "-abort -promote retry")]
    public async Task Orders_are_offered_where_they_mean_something(string? canary, string? refused, string expected)
    {
        var status = Status(Phase.Judging) with { CanaryRevision = canary, RefusedRevisions = Refused(refused) };
        Assert.Equal(expected, await ArgoScripts.ActionsAsync(Rollout(status)));
    }

    /// <summary>An order is one that the controller reads: same annotation, the revision as its value.</summary>
    [Theory]
    [InlineData(OrderVerb.Abort, "9be2f4c01d")]
    [InlineData(OrderVerb.Promote, "9be2f4c01d")]
    [InlineData(OrderVerb.Retry, "3f1c09ab77")]
    public async Task An_order_names_the_revision_it_is_for(OrderVerb verb, string revision)
    {
        var status = Status(Phase.Judging) with { CanaryRevision = "9be2f4c01d", RefusedRevisions = Refused("3f1c09ab77") };
        var written = await ArgoScripts.ActAsync(verb.ToString().ToLowerInvariant(), Rollout(status));
        Assert.Equal($"{OrderAnnotations.KeyOf(verb)}={revision}", written);
        var order = Assert.Single(OrderAnnotations.Read(new Dictionary<string, string>(StringComparer.Ordinal) { [written.Split('=')[0]] = written.Split('=')[1] }).Orders);
        Assert.Equal((verb, revision), (order.Verb, order.Revision));
    }

    private static IReadOnlyList<RefusedRevisionStatus> Refused(string? revision) =>
        revision is null ? [] : [new RefusedRevisionStatus { Revision = revision, Reason = Reasons.HarmProven, Message = "", At = DateTimeOffset.UnixEpoch }];

    private static RolloutStatus Status(Phase phase) => new()
    {
        ObservedGeneration = 3,
        Phase = phase.ToString(),
        Conditions =
        [
            new ConditionEntry { Type = "Progressing", Status = "False", Reason = Reasons.AtRest, Message = "another", LastTransitionTime = DateTimeOffset.UnixEpoch },
            new ConditionEntry { Type = "Ready", Status = "True", Reason = Reasons.AtRest, Message = "a sentence of the controller", LastTransitionTime = DateTimeOffset.UnixEpoch },
        ],
    };

    private static Task<string> HealthAsync(RolloutStatus status) => ArgoScripts.HealthAsync("staggered.dev_StaggeredRollout", Rollout(status));

    private static string Rollout(RolloutStatus status) =>
        $$"""{"metadata": {"name": "shop", "generation": 3}, "status": {{JsonSerializer.Serialize(status, ResourceJson.Default.RolloutStatus)}} }""";
}
