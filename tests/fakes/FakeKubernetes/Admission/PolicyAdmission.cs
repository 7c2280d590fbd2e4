using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Access;
using Rollout.FakeKubernetes.Cel;
using Rollout.FakeKubernetes.Fields;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Patching;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Admission;

/// <summary>Mutating and validating admission policies, as far as their bindings put them in force.</summary>
internal sealed class PolicyAdmission(Cluster cluster)
{
    public void Mutate(AdmissionRequest request)
    {
        foreach (var (policy, binding) in InForce("MutatingAdmissionPolicy"))
        {
            Guarded(policy, request, () =>
            {
                if (!Applies(policy, binding, request))
                {
                    return;
                }

                foreach (var mutation in policy.Maps("spec", "mutations"))
                {
                    Apply(mutation, request, Variables(request));
                }
            });
        }
    }

    public void Validate(AdmissionRequest request)
    {
        foreach (var (policy, binding) in InForce("ValidatingAdmissionPolicy"))
        {
            Guarded(policy, request, () =>
            {
                if (Applies(policy, binding, request))
                {
                    Hold(policy, binding, request);
                }
            });
        }
    }

    private static void Hold(JsonObject policy, JsonObject binding, AdmissionRequest request)
    {
        var name = policy.Text("metadata", "name");
        foreach (var validation in policy.Maps("spec", "validations"))
        {
            var evaluator = new CelEvaluator(Variables(request));
            if (evaluator.Flag(CelParser.Parse(validation.Text("expression")!)))
            {
                continue;
            }

            var message = validation.Text("messageExpression") is { } expression
                ? evaluator.Evaluate(CelParser.Parse(expression))?.ToString() : validation.Text("message");
            message ??= $"failed expression: {validation.Text("expression")}";
            var sentence = $"ValidatingAdmissionPolicy '{name}' with binding '{binding.Text("metadata", "name")}' denied request: {message}";
            if (binding.Texts("spec", "validationActions").Contains("Deny", StringComparer.Ordinal))
            {
                var kind = validation.Text("reason") ?? "Invalid";
                throw new ApiFault(kind == "Forbidden" ? 403 : 422, kind,
                    $"{request.Type.Qualified} \"{request.After.Text("metadata", "name")}\" is forbidden: {sentence}",
                    Refusals.Details(request.After.Text("metadata", "name") ?? "", request.Type.Group, request.Type.Plural));
            }

            if (binding.Texts("spec", "validationActions").Contains("Warn", StringComparer.Ordinal))
            {
                request.Context.Warnings.Add($"Validation failed for ValidatingAdmissionPolicy '{name}' with binding '{binding.Text("metadata", "name")}': {message}");
            }
        }
    }

    /// <summary>An expression that cannot be evaluated refuses the request, unless the policy says Ignore.</summary>
    private static void Guarded(JsonObject policy, AdmissionRequest request, Action then)
    {
        try
        {
            then();
        }
        catch (CelFault fault)
        {
            if (policy.Text("spec", "failurePolicy") != "Ignore")
            {
                throw Refusals.Forbidden(request.Type, request.After.Text("metadata", "name") ?? "",
                    $"policy '{policy.Text("metadata", "name")}' failed: {fault.Message}");
            }
        }
    }

    private IEnumerable<(JsonObject Policy, JsonObject Binding)> InForce(string kind)
    {
        var policies = cluster.Store.List(cluster.Catalogue.Of(kind).StorageKey, null).Items;
        if (policies.Count == 0)
        {
            return [];
        }

        var bindings = cluster.Store.List(cluster.Catalogue.Of(kind + "Binding").StorageKey, null).Items;
        return policies
            .Select(policy => (policy.Body, bindings.FirstOrDefault(binding =>
                binding.Body.Text("spec", "policyName") == policy.Name)?.Body!))
            .Where(pair => pair.Item2 is not null);
    }

    private bool Applies(JsonObject policy, JsonObject binding, AdmissionRequest request)
    {
        var constraints = policy.Map("spec", "matchConstraints");
        if (!constraints.Maps("resourceRules").Any(rule => Matches(rule, request))
            || !LabelSelection.OfSelector(constraints.Map("objectSelector")).Matches(request.After.Map("metadata", "labels"))
            || !InNamespace(constraints.Map("namespaceSelector"), request)
            || !InNamespace(binding.Map("spec", "matchResources", "namespaceSelector"), request))
        {
            return false;
        }

        var evaluator = new CelEvaluator(Variables(request));
        return policy.Maps("spec", "matchConditions").All(condition => evaluator.Flag(CelParser.Parse(condition.Text("expression")!)));
    }

    private bool InNamespace(JsonObject? selector, AdmissionRequest request)
    {
        if (selector is null || selector.Count == 0 || !request.Type.Namespaced)
        {
            return true;
        }

        var space = cluster.Store.Get("namespaces", "", request.After.Text("metadata", "namespace")!);
        return LabelSelection.OfSelector(selector).Matches(space?.Body.Map("metadata", "labels"));
    }

    private static bool Matches(JsonObject rule, AdmissionRequest request)
    {
        bool Names(string list, string value) => rule.Texts(list).Any(one => one == "*" || one == value);
        var resource = request.Context.Subresource.Length == 0 ? request.Type.Plural
            : $"{request.Type.Plural}/{request.Context.Subresource}";
        return Names("apiGroups", request.Type.Group) && Names("apiVersions", request.Type.Version)
            && Names("operations", request.Operation)
            && rule.Texts("resources").Any(one => one == resource || one == "*/*" || one == "*" && request.Context.Subresource.Length == 0);
    }

    private static Dictionary<string, object?> Variables(AdmissionRequest request)
    {
        var user = request.Context.User;
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["object"] = request.After,
            ["oldObject"] = request.Before,
            ["request"] = new JsonObject
            {
                ["operation"] = request.Operation, ["namespace"] = request.After.Text("metadata", "namespace") ?? "",
                    ["name"] = request.After.Text("metadata", "name") ?? "",
                ["dryRun"] = request.Context.DryRun, ["subResource"] = request.Context.Subresource,
                ["userInfo"] = new JsonObject { ["username"] = user.Name, ["uid"] = user.Uid,
                    ["groups"] = JsonReading.TextList(user.Groups) },
            },
        };
    }

    private static void Apply(JsonObject mutation, AdmissionRequest request, Dictionary<string, object?> variables)
    {
        var evaluator = new CelEvaluator(variables);
        if (mutation.Text("applyConfiguration", "expression") is { } expression)
        {
            var configuration = CelValues.ToJson(evaluator.Evaluate(CelParser.Parse(expression))) as JsonObject
                ?? throw new CelFault("expected an Object");
            FieldMerge.Into(request.After, configuration, request.Type.Schema);
        }
        else if (mutation.Text("jsonPatch", "expression") is { } patch)
        {
            var steps = CelValues.ToJson(evaluator.Evaluate(CelParser.Parse(patch))) as JsonArray
                ?? throw new CelFault("expected a list of JSONPatch");
            var patched = JsonPatch.Apply(request.After, steps);
            request.After.Clear();
            foreach (var (name, value) in patched.ToList())
            {
                request.After[name] = value?.DeepClone();
            }
        }

        Shaping.Shape(request.After, request.Type.Schema, request.Type.Builtin);
    }
}
