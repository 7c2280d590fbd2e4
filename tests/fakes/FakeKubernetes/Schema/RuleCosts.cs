using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Cel;
using Rollout.FakeKubernetes.Cel.Costs;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>
/// Compiles the rules of a structural schema and estimates their cost, as an API server does before it takes a CRD: cel_validation.go and
/// validation.go of k8s.io/apiextensions-apiserver, pkg/apis/apiextensions/validation.
/// </summary>
public sealed class RuleCosts
{
    /// <summary>StaticEstimatedCostLimit.</summary>
    public const ulong MostOfRule = 10_000_000;

    /// <summary>StaticEstimatedCRDCostLimit.</summary>
    public const ulong MostOfDefinition = 100_000_000;

    private readonly List<RuleCost> costs = [];
    private readonly List<FieldProblem> problems = [];

    private RuleCosts()
    {
    }

    /// <summary>Every rule of an openAPIV3Schema with its cost, in the order of the schema.</summary>
    public static IReadOnlyList<RuleCost> Of(JsonObject openApiSchema)
    {
        var all = new RuleCosts();
        all.Walk(openApiSchema, "", 1, null, true);
        return all.costs;
    }

    /// <summary>Rules that cannot be read, do not fit the types, or cost too much; and the whole when it does.</summary>
    internal static IReadOnlyList<FieldProblem> Check(JsonObject openApiSchema, string path)
    {
        var all = new RuleCosts();
        all.Walk(openApiSchema, path, 1, null, true);
        var total = CelMath.Sum([.. all.costs.Select(rule => rule.Cost)]);
        if (total > MostOfDefinition)
        {
            // The four dearest ones, and none below a hundredth of what is allowed.
            var dear = all.costs.Where(rule => rule.Cost >= MostOfDefinition / 100).OrderByDescending(rule => rule.Cost).Take(4);
            all.problems.AddRange(dear.Select(rule =>
                FieldProblem.Forbidden(rule.Path, "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema")));
            all.problems.Add(FieldProblem.Forbidden(path, TooDear("x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema", total, MostOfDefinition)));
        }

        return all.problems;
    }

    /// <param name="times">How often the place may be there; null: no schema above bounds it.</param>
    /// <param name="unordered">The list above whose items of before and after cannot be told apart, if there is one.</param>
    private void Walk(JsonObject schema, string path, ulong? times, string? unordered, bool isRoot)
    {
        foreach (var (name, property) in schema.Map("properties") ?? [])
        {
            if (property is JsonObject below)
            {
                Walk(below, $"{path}.properties[{name}]", times, unordered, false);
            }
        }

        if (schema.Map("additionalProperties") is { } values)
        {
            Walk(values, path + ".additionalProperties", Within(times, schema.Whole("maxProperties")), unordered, false);
        }

        if (schema.Map("items") is { } items)
        {
            // Items without a type (texts or a list) are not walked by rules, whatever bounds them.
            var many = schema.Text("type") == "array" ? Within(times, schema.Whole("maxItems")) : times;
            Walk(items, path + ".items", many, unordered ?? (schema.Text("x-kubernetes-list-type") == "map" ? null : path), false);
        }

        Rules(schema, path, times, unordered, isRoot);
    }

    private void Rules(JsonObject schema, string path, ulong? times, string? unordered, bool isRoot)
    {
        var rules = schema.Maps("x-kubernetes-validations").ToList();
        if (rules.Count == 0)
        {
            return;
        }

        if (CelTypes.Of(schema, isRoot) is not { } type)
        {
            problems.Add(new FieldProblem("InternalError", path + ".x-kubernetes-validations",
                "Internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations"));
            return;
        }

        var often = times ?? (ulong)(CelTypes.MostBytes / (type.LeastBytes + 1));
        for (var i = 0; i < rules.Count; i++)
        {
            var place = $"{path}.x-kubernetes-validations[{i}]";
            var rule = rules[i].Text("rule") ?? "";
            if (Compile(rule, type, CelType.Bool, place + ".rule") is { } cost)
            {
                Count(place + ".rule", "rule", rule, CelMath.Times(cost, often));
            }

            // How often it is asked does not matter: it is asked when the rule failed.
            if (rules[i].Text("messageExpression") is { } said && Compile(said, type, CelType.Text, place + ".messageExpression") is { } more)
            {
                Count(place + ".messageExpression", "messageExpression", said, more);
            }

            OldSelf(rules[i], rule, place, unordered);
        }
    }

    private static ulong? Within(ulong? times, long? most) => times is { } many && most is { } bound ? CelMath.Times(many, (ulong)Math.Max(0, bound)) : null;

    private void Count(string place, string what, string rule, ulong cost)
    {
        costs.Add(new RuleCost(place, rule, cost));
        if (cost > MostOfRule)
        {
            problems.Add(FieldProblem.Forbidden(place, TooDear($"estimated {what} cost", cost, MostOfRule)));
        }
    }

    private ulong? Compile(string rule, CelType self, CelType wanted, string place)
    {
        try
        {
            var estimate = CelEstimator.Of(CelParser.Parse(rule), self);
            return estimate.Type.Kind == wanted.Kind ? estimate.Cost : throw new CelFault($"cel expression must evaluate to a {wanted}");
        }
        catch (CelFault fault)
        {
            problems.Add(FieldProblem.Invalid(place, $"Invalid value: \"{rule}\": compilation failed: {fault.Message}"));
            return null;
        }
    }

    private void OldSelf(JsonObject said, string rule, string place, string? unordered)
    {
        var uses = rule.Contains("oldSelf", StringComparison.Ordinal);
        if (uses && unordered is not null)
        {
            problems.Add(FieldProblem.Invalid(place + ".rule",
                $"Invalid value: \"{rule}\": oldSelf cannot be used on the uncorrelatable portion of the schema within {unordered}"));
        }

        if (!uses && said["optionalOldSelf"] is not null)
        {
            problems.Add(FieldProblem.Invalid(place + ".optionalOldSelf",
                $"Invalid value: {said["optionalOldSelf"]!.ToJsonString()}: may not be set if oldSelf is not used in rule"));
        }
    }

    private static string TooDear(string what, ulong cost, ulong limit)
    {
        var factor = (double)cost / limit;
        var text = factor > 100 ? "more than 100x" : factor.ToString(factor < 1.5 ? "F6" : "F1", CultureInfo.InvariantCulture) + "x";
        return $"{what} exceeds budget by factor of {text} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)";
    }
}
