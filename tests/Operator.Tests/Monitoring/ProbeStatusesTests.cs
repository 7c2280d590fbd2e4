using System.Text.Json;
using Rollout.Api.Resources;
using Rollout.Kubernetes.Rest;
using Rollout.Probes;
using Rollout.Server.Operator.Monitoring;

namespace Rollout.Operator.Tests.Monitoring;

public sealed class ProbeStatusesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly DateTimeOffset Began = A.Noon;

    [Fact]
    public void The_first_status_says_at_once_whether_it_runs_and_the_first_results_follow_when_all_are_known()
    {
        var first = Due([Fresh("a"), Fresh("b")], null, 1)!;
        Assert.Equal("Ready True Valid", Said(first));
        Assert.Empty(first.Results);
        Assert.Null(Due([Passes("a", 2), Fresh("b")], first, 2));
        var second = Due([Passes("a", 2), Passes("b", 3)], first, 4)!;
        Assert.Equal("Ready True Valid, Passing True AllPass", Said(second));
        Assert.Equal((2, 2, 0), (second.Nodes, second.Passing, second.Failing));
    }

    [Fact]
    public void A_run_more_that_says_the_same_is_not_written_and_a_change_at_most_once_a_minute()
    {
        var status = Due([Passes("a", 2)], null, 4)!;
        Assert.Null(Due([Passes("a", 500)], status, 500));
        Assert.Null(Due([Fails("a", 20)], status, 30));
        var failed = Due([Fails("a", 60)], status, 64)!;
        Assert.Equal("Ready True Valid, Passing False SomeFail", Said(failed));
        Assert.Equal("It fails on 1 of 1: a: step \"pay\" expected paid, got 500", failed.Conditions[1].Message);
        Assert.Null(Due([Passes("a", 70)], failed, 123));
        Assert.Equal(Began.AddSeconds(124), Due([Passes("a", 70)], failed, 124)!.Conditions[1].LastTransitionTime);
    }

    [Fact]
    public void A_spec_that_changed_is_said_at_once() =>
        Assert.Equal(2, Due([Passes("a", 2)], Due([Passes("a", 2)], null, 4), 5, Probe(generation: 2))!.ObservedGeneration);

    [Fact]
    public void After_a_change_of_hands_a_failure_stays_until_the_new_leader_has_seen_a_run_that_passes()
    {
        var failed = Reread(Due([Fails("a", 2), Passes("b", 2)], null, 4)!);
        var began = Began.AddMinutes(10);
        ProbeStatus? After(double seconds, params ProbeStanding[] standings) => ProbeStatuses.Due(Probe(), standings, failed, began, began.AddSeconds(seconds), Minute);
        Assert.Null(After(1, Fresh("a"), Fresh("b")));
        Assert.Null(After(70, Fresh("a"), Passes("b", 605)));
        Assert.Null(After(70, Fails("a", 605) with { Health = ProbeHealth.Unknown, ConsecutiveFailures = 1 }, Passes("b", 605)));
        var mended = After(70, Passes("a", 605), Passes("b", 605))!;
        Assert.Equal("Ready True Valid, Passing True AllPass", Said(mended));
    }

    [Fact]
    public void The_results_are_bounded_and_those_that_fail_come_first()
    {
        var many = Enumerable.Range(0, 500).Select(i => i == 444 ? Fails($"pod-{i}", 2, new string('x', 5000)) : Passes($"pod-{i}", 2)).ToList();
        var status = Due(many, null, 4)!;
        Assert.Equal((500, 499, 1), (status.Nodes, status.Passing, status.Failing));
        Assert.Equal(ProbeStatus.MostResults, status.Results.Count);
        Assert.Equal(("pod-444", "Failing", ProbeResultStatus.MostText), (status.Results[0].Node, status.Results[0].State, status.Results[0].Message!.Length));
    }

    [Fact]
    public void What_cannot_run_says_why_and_has_no_results()
    {
        var bad = Due([], Due([Passes("a", 2)], null, 4), 70, Probe(trouble: new ProbeMisfit("SpecInvalid", "everything")))!;
        Assert.Equal("Ready False SpecInvalid", Said(bad));
        Assert.Null(bad.Nodes);
        var unknown = Due([Fresh("a") with { Trouble = "no secret" }], null, 4)!;
        Assert.Equal("Ready True Valid, Passing Unknown NoResult", Said(unknown));
        Assert.Equal("Nothing is known of 1 of 1: a: no secret", unknown.Conditions[1].Message);
    }

    [Fact]
    public void One_that_a_rollout_runs_says_which() =>
        Assert.Equal("The probe is valid and runs with StaggeredRollout shop", Due([], null, 1, Probe(rollouts: ["shop"]))!.Conditions[0].Message);

    private static ProbeStatus? Due(IReadOnlyList<ProbeStanding> standings, ProbeStatus? last, double seconds, MonitoredProbe? probe = null) =>
        ProbeStatuses.Due(probe ?? Probe(), standings, last, Began, Began.AddSeconds(seconds), Minute);

    private static MonitoredProbe Probe(int generation = 1, ProbeMisfit? trouble = null, IReadOnlyList<string>? rollouts = null) => new(
        new ObjectKey("store", "checkout"), MonitorPlanTests.Snapshot("""{"steps": [{"name": "ask", "http": {"path": "/"} }]}""", generation), rollouts ?? [], [], trouble);

    /// <summary>As the API server gives it back.</summary>
    private static ProbeStatus Reread(ProbeStatus status) => MonitorPlanTests.Snapshot("{}", 1, JsonSerializer.Serialize(status, ResourceJson.Default.ProbeStatus)).Status!;

    private static string Said(ProbeStatus status) => string.Join(", ", status.Conditions.Select(c => $"{c.Type} {c.Status} {c.Reason}"));

    private static ProbeStanding Fresh(string node) => new() { Probe = "store/checkout", Node = node };

    private static ProbeStanding Passes(string node, double seconds) => Fresh(node) with { Health = ProbeHealth.Passing, LastRun = Began.AddSeconds(seconds), Successes = 1 };

    private static ProbeStanding Fails(string node, double seconds, string got = "500") => Fresh(node) with
    {
        Health = ProbeHealth.Failing, LastRun = Began.AddSeconds(seconds), ConsecutiveFailures = 3, Failure = new ProbeFailure("pay", "paid", got, null, Began.AddSeconds(seconds)),
    };
}
