using System.Text.Json.Nodes;
using Rollout.Api.Crds;
using Rollout.FakeKubernetes.Schema;
using Xunit.Abstractions;

namespace Rollout.Api.Tests.Crds;

/// <summary>
/// An API server refuses a definition whose rules could cost too much: 10,000,000 a rule, 100,000,000 a definition
/// (k8s.io/apiextensions-apiserver, StaticEstimatedCostLimit and StaticEstimatedCRDCostLimit). Ours stay below half of each.
/// </summary>
public sealed class RuleBudgetTests(ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => new(CustomKinds.All.Select(kind => kind.Kind));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rules_cost_less_than_half_of_what_a_server_allows(string kind)
    {
        var rules = RuleCosts.Of(Schema(kind));
        Assert.True(rules.Count > 5, $"{rules.Count} rules were counted");
        output.WriteLine($"{kind}: {rules.Count} rules, {Total(rules):N0} in all of {RuleCosts.MostOfDefinition:N0}");
        output.WriteLine($"the dearest: {rules.MaxBy(rule => rule.Cost)} of {RuleCosts.MostOfRule:N0}");
        Assert.Empty(TooDear(rules));
    }

    /// <summary>Every list, map and text has its limit: without one the cost of a rule that walks it, or lies below it, is many times as high.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_list_map_and_text_is_bounded(string kind) => Assert.Empty(Unbounded(Schema(kind)));

    [Theory]
    [InlineData("AcceptanceProbe", "spec.steps", "maxItems")]
    [InlineData("AcceptanceProbe", "spec.steps[].tcp.talk", "maxItems")]
    [InlineData("BusinessMetric", "spec.selectors.count", "maxLength")]
    [InlineData("StaggeredRollout", "spec.metrics", "maxItems")]
    [InlineData("StaggeredRollout", "spec.stages", "maxItems")]
    [InlineData("StaggeredRollout", "spec.metrics[].metric.selectors.count", "maxLength")]
    public void A_limit_taken_away_is_noticed(string kind, string where, string limit)
    {
        var schema = Schema(kind);
        Assert.True(Definitions.Walk(schema).Single(node => node.Path == where).Schema.Remove(limit), $"{where} has no {limit}");
        Assert.Contains(where, Unbounded(schema));
        Assert.NotEmpty(TooDear(RuleCosts.Of(schema)));
    }

    private static IReadOnlyList<string> TooDear(IReadOnlyList<RuleCost> rules)
    {
        var dear = rules.Where(rule => rule.Cost > RuleCosts.MostOfRule / 2).Select(rule => rule.ToString());
        return Total(rules) > RuleCosts.MostOfDefinition / 2 ? [.. dear, $"{Total(rules)} in all"] : [.. dear];
    }

    private static IReadOnlyList<string> Unbounded(JsonObject schema) =>
    [
        .. Definitions.Walk(schema).Where(node => node.Path.StartsWith("spec", StringComparison.Ordinal) || node.Path.StartsWith("status", StringComparison.Ordinal))
            .Where(node => (string?)node.Schema["type"] switch
            {
                "array" => node.Schema["maxItems"] is null,
                "object" => node.Schema["additionalProperties"] is not null && node.Schema["maxProperties"] is null,
                "string" => node.Schema["maxLength"] is null && node.Schema["enum"] is null && node.Schema["format"] is null,
                _ => false,
            })
            .Select(node => node.Path),
    ];

    private static ulong Total(IEnumerable<RuleCost> rules) => rules.Aggregate(0UL, (sum, rule) => rule.Cost > ulong.MaxValue - sum ? ulong.MaxValue : sum + rule.Cost);

    private static JsonObject Schema(string kind) => (JsonObject)Definitions.Schema(CustomKinds.All.Single(one => one.Kind == kind)).DeepClone();
}
