using System.Text.Json;
using Rollout.Api;
using Rollout.Api.Binding;
using Rollout.Api.Resources;

namespace Rollout.Api.Tests.Binding;

public class SpecBindingTests
{
    [Fact]
    public void Absent_fields_take_the_contracts_defaults()
    {
        var spec = SpecTexts.Bind($$"""{"metrics":[{{SpecTexts.Metric}}]}""").Value();
        Assert.Equal(["1", "10%", "50%"], spec.Stages.Select(s => s.Nodes.ToString()));
        Assert.Equal((0.01m, 0.05m), (spec.ErrorRates.FalseRollback, spec.ErrorRates.FalsePromotion));
        Assert.Equal((TimeSpan.FromMinutes(2), TimeSpan.FromHours(6), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10)),
            (spec.WarmUp, spec.Deadline, spec.UnavailableAfter, spec.ProgressDeadline));
        Assert.Equal((InsufficientPolicy.Hold, UnavailablePolicy.Hold, DeletionPolicy.Release, false),
            (spec.OnInsufficient, spec.OnUnavailable, spec.DeletionPolicy, spec.Paused));
    }

    [Fact]
    public void Every_field_is_read()
    {
        var spec = SpecTexts.With("""
            "stages":[{"nodes":1,"minDuration":"5s","tolerance":0.2},{"nodes":"25%","tolerance":"0.10"}],
            "errorRates":{"falseRollback":"0.001","falsePromotion":0.5},"warmUp":"3s","deadline":"1h30m","onInsufficient":"Widen",
            "onUnavailable":"RollBack","unavailableAfter":"20s","progressDeadline":"30s","paused":true,"deletionPolicy":"Orphan"
            """).Value();
        Assert.Equal([new NodeCount(1, false), new NodeCount(25, true)], spec.Stages.Select(s => s.Nodes));
        Assert.Equal([0.2m, 0.10m], spec.Stages.Select(s => s.Tolerance!.Value));
        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.Zero], spec.Stages.Select(s => s.MinDuration));
        Assert.Equal((0.001m, 0.5m), (spec.ErrorRates.FalseRollback, spec.ErrorRates.FalsePromotion));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(90), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)),
            (spec.WarmUp, spec.Deadline, spec.UnavailableAfter, spec.ProgressDeadline));
        Assert.Equal((InsufficientPolicy.Widen, UnavailablePolicy.RollBack, DeletionPolicy.Orphan, true),
            (spec.OnInsufficient, spec.OnUnavailable, spec.DeletionPolicy, spec.Paused));
    }

    [Theory]
    [InlineData("\"stagez\":[]", "stagez", "the key 'stagez' is unknown", "did you mean 'stages'? known here: stages, metrics, probes, alerts, receivers, onCall, errorRates, warmUp, deadline, onInsufficient, onUnavailable, unavailableAfter, progressDeadline, paused, deletionPolicy")]
    [InlineData("\"errorRates\":{\"falseRollback\":\"0.6\"}", "errorRates.falseRollback", "is 0.6, which is out of range", "write a decimal above 0 and at most 0.5, such as \"0.05\"")]
    [InlineData("\"errorRates\":{\"falsePromotion\":0}", "errorRates.falsePromotion", "is 0, which is out of range", "write a decimal above 0 and at most 0.5, such as \"0.05\"")]
    [InlineData("\"errorRates\":{\"falsePromotion\":\"5%\"}", "errorRates.falsePromotion", "is the text '5%' where a decimal is wanted", "write a decimal above 0 and at most 0.5, such as \"0.05\" (for five per cent)")]
    [InlineData("\"errorRates\":[]", "errorRates", "is a list where a map of fields is wanted", "write its fields below it, one a line")]
    [InlineData("\"warmUp\":120", "warmUp", "is the number 120 where a duration is wanted", "write a duration from 0s to 90d, such as 90s, 10m or 1h30m; 120s for seconds")]
    [InlineData("\"warmUp\":\"-3s\"", "warmUp", "is the text '-3s' where a duration is wanted", "write a duration from 0s to 90d, such as 90s, 10m or 1h30m")]
    [InlineData("\"deadline\":\"0s\",\"warmUp\":\"0s\"", "deadline", "is 0s, which is out of range", "write a duration from 1ms to 90d, such as 90s, 10m or 1h30m")]
    [InlineData("\"deadline\":\"91d\"", "deadline", "is 91d, which is out of range", "write a duration from 1ms to 90d, such as 90s, 10m or 1h30m")]
    [InlineData("\"paused\":\"true\"", "paused", "is the text 'true' where true or false is wanted", "write true or false, without quotes")]
    [InlineData("\"paused\":null", "paused", "has no value", "write one or remove the key")]
    [InlineData("\"onInsufficient\":\"rollback\"", "onInsufficient", "is the text 'rollback', which is not known", "did you mean RollBack? one of Hold, Widen, RollBack")]
    [InlineData("\"onInsufficient\":\"2\"", "onInsufficient", "is the text '2', which is not known", "write one of Hold, Widen, RollBack")]
    [InlineData("\"onUnavailable\":1", "onUnavailable", "is the number 1 where a name is wanted", "write one of Hold, RollBack")]
    [InlineData("\"workload\":{\"kind\":\"Deployment\",\"name\":\"shop\"}", "workload", "a host fleet has no workload", "remove it: the fleet file's nodes and commands take its place")]
    [InlineData("\"warmUp\":\"1m\",\"deadline\":\"60s\"", "warmUp", "the warm-up of 1m takes the whole deadline of 1m: nothing could be judged", "make warmUp shorter or deadline longer")]
    [InlineData("\"stages\":[{\"nodes\":1,\"minDuration\":\"7h\"}]", "stages", "the stage of 1 lasts at least 7h, longer than the deadline of 6h", "make its minDuration shorter or deadline longer")]
    [InlineData("\"warmUp\":\"3s\",\"warmUp\":\"4s\"", "warmUp", "the key 'warmUp' stands twice", "keep one of the two")]
    public void A_wrong_field_is_refused_with_its_place_and_the_mend(string fields, string place, string what, string mend) =>
        Assert.Equal(new Problem(place, what, mend), SpecTexts.With(fields).Only());

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var bound = SpecTexts.Bind("""{"stages":[{"nodes":0},{"node":1}],"metrics":[],"warmUp":3,"wrmUp":"3s","errorRates":{"falseRollback":"x"}}""");
        Assert.Equal(
            ["stages[0].nodes", "stages[1].nodes", "stages[1].node", "metrics", "errorRates.falseRollback", "warmUp", "wrmUp"],
            bound.Problems.Select(p => p.Place));
        Assert.Null(bound.Value);
    }

    [Fact]
    public void A_specification_that_is_no_map_is_one_problem() =>
        Assert.Equal(new Problem("input", "is a list where a map of fields is wanted", "write its fields below it, one a line"), SpecTexts.Bind("[]").Only());

    [Fact]
    public void Kubernetes_names_its_workload()
    {
        Assert.Equal(WorkloadKind.Deployment, SpecTexts.With("\"workload\":{\"kind\":\"Deployment\",\"name\":\"shop\"}", SpecPlatform.Kubernetes).Value().Workload!.Kind);
        Assert.Equal("spec.workload", ResourceReading.Rollout(JsonDocument.Parse("""{"apiVersion":"staggered.dev/v1alpha1","kind":"StaggeredRollout","metadata":{"name":"a"},"spec":{"metrics":[{"name":"m","metricRef":{"name":"m"}}]}}""").RootElement)
            .Spec.Problems.Single().Place);
    }
}
