using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Cel;

namespace Rollout.FakeKubernetes.Tests.Cel;

public class CelEvaluatorTests
{
    private static readonly JsonObject Self = (JsonObject)JsonNode.Parse("""
        {"min": 2, "max": 5, "name": "canary", "ratio": 0.5, "stages": [{"nodes": 1}, {"nodes": 3}], "labels": {"app": "shop"}, "paused": false, "tolerance": "0.05"}
        """)!;

    [Theory]
    [InlineData("!has(self.min) || !has(self.max) || self.min <= self.max")]
    [InlineData("self.min + self.max * 2 == 12")]
    [InlineData("(self.min + self.max) * 2 == 14")]
    [InlineData("self.max % self.min == 1 && self.max / self.min == 2")]
    [InlineData("-self.min < 0")]
    [InlineData("self.stages.all(s, s.nodes > 0)")]
    [InlineData("self.stages.exists(s, s.nodes == 3)")]
    [InlineData("self.stages.exists_one(s, s.nodes > 2)")]
    [InlineData("self.stages.map(s, s.nodes) == [1, 3]")]
    [InlineData("self.stages.filter(s, s.nodes > 1).size() == 1")]
    [InlineData("size(self.name) == 6 && self.name.startsWith('can') && self.name.endsWith('y')")]
    [InlineData("self.name.matches('^[a-z]+$')")]
    [InlineData("'app' in self.labels && self.labels['app'] == 'shop'")]
    [InlineData("self.paused ? false : true")]
    [InlineData("double(self.tolerance) < 0.1 && self.ratio == 0.5")]
    [InlineData("[self, self].exists(o, has(o.labels) && 'app' in o.labels)")]
    [InlineData("duration('1m30s') > duration('60s')")]
    [InlineData("self.missing == 1 || true")]
    [InlineData("has(self.labels.app) && !has(self.labels.other)")]
    [InlineData("r'a\\d' == 'a\\\\d'")]
    public void Holds(string expression) => Assert.True(Evaluator().Flag(CelParser.Parse(expression)));

    [Theory]
    [InlineData("self.min > self.max")]
    [InlineData("self.stages.all(s, s.nodes > 1)")]
    [InlineData("self.name in ['stable', 'other']")]
    public void Does_not_hold(string expression) => Assert.False(Evaluator().Flag(CelParser.Parse(expression)));

    [Theory]
    [InlineData("self.missing == 1")]
    [InlineData("self.min == ")]
    [InlineData("self.name < 3")]
    [InlineData("unknown(self)")]
    [InlineData("self.min / 0 == 1")]
    [InlineData("'open")]
    public void Is_a_fault_and_not_an_answer(string expression) =>
        Assert.Throws<CelFault>(() => Evaluator().Flag(CelParser.Parse(expression)));

    [Fact]
    public void An_object_construction_is_an_apply_configuration() =>
        Assert.Equal("""{"spec":{"paused":true}}""", ((JsonObject)Evaluator().Evaluate(CelParser.Parse("Object{spec: Object.spec{paused: true}}"))!).ToJsonString());

    private static CelEvaluator Evaluator() => new(new Dictionary<string, object?>(StringComparer.Ordinal) { ["self"] = Self });
}
