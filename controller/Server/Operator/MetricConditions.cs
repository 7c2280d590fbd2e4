using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api;
using Rollout.Api.Resources;
using Rollout.Kubernetes.Rest;
using Rollout.Metrics;
using Rollout.Planning;

namespace Rollout.Server.Operator;

/// <summary>Says in the status of a BusinessMetric whether it is valid, with every problem.</summary>
public sealed class MetricConditions(ClusterClient client, TimeProvider time, string? prometheus = null)
{
    private const string Valid = "Valid";
    private readonly ResourceClient<JsonObject> metrics = client.Resources(ResourceKinds.Untyped(OperatorKinds.MetricType));

    /// <summary>What its status should be; null where it is so already. Pure but for the clock.</summary>
    public ConditionsStatus? Due(MetricSnapshot metric)
    {
        var problems = metric.Spec.Value is { } spec && metric.Spec.Problems.Count == 0 ? [.. MetricValidation.Problems(OwnServer.Into(spec, prometheus), "spec")] : metric.Spec.Problems;
        var (status, reason) = problems.Count == 0 ? ("True", Valid) : ("False", Reasons.SpecInvalid);
        var message = problems.Count == 0 ? "The metric is valid" : Text(problems);
        var last = metric.Status?.Conditions?.FirstOrDefault(c => c.Type == ConditionTypes.Ready);
        var generation = metric.Metadata?.Generation;
        return last is not null && last.Status == status && last.Message == message && metric.Status?.ObservedGeneration == generation ? null : new ConditionsStatus
        {
            ObservedGeneration = generation,
            Conditions =
            [
                new ConditionEntry
                {
                    Type = ConditionTypes.Ready, Status = status, Reason = reason, Message = message, ObservedGeneration = generation,
                    LastTransitionTime = last?.Status == status ? last.LastTransitionTime : time.GetUtcNow(),
                },
            ],
        };
    }

    /// <summary>Null: it is written, or need not be. A conflict is no failure: the change comes by the watch.</summary>
    public async ValueTask<string?> WriteAsync(MetricSnapshot metric, CancellationToken cancellationToken)
    {
        if (Due(metric) is not { } status || metric.Metadata is not { Name: { } name } meta)
        {
            return null;
        }

        var read = await metrics.GetAsync(new ObjectKey(meta.Namespace, name), cancellationToken);
        if (!read.TryGet(out var found, out var error))
        {
            return error.IsNotFound ? null : error.ToString();
        }

        if ((long?)found["metadata"]?["generation"] != meta.Generation)
        {
            return null;
        }

        (found["metadata"] as JsonObject)?.Remove("managedFields");
        found["status"] = JsonSerializer.SerializeToNode(status, ResourceJson.Default.ConditionsStatus);
        var written = await metrics.ReplaceAsync(found, new WriteOptions { FieldManager = Fleets.Kubernetes.Marks.Manager, Subresource = "status" }, cancellationToken);
        return written.TryGet(out _, out error) || error.IsConflict || error.IsNotFound ? null : error.ToString();
    }

    private static string Text(IReadOnlyList<Problem> problems)
    {
        var all = string.Join("; ", problems);
        return all.Length <= ConditionEntry.MostMessage ? all : all[..(ConditionEntry.MostMessage - 1)] + "…";
    }
}
