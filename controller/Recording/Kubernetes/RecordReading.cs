using System.Text.Json;
using Rollout.Api.Resources;
using Rollout.Judge;
using Rollout.Planning;
using Rollout.Recording.Sqlite;

namespace Rollout.Recording.Kubernetes;

/// <summary>The record that a status holds. Pure.</summary>
internal static class RecordReading
{
    /// <param name="key">Which.</param>
    /// <param name="status">With its evidence.</param>
    /// <param name="evidence">Of <paramref name="status"/>.</param>
    /// <param name="baselines">The calibration that the evidence names; null: it is gone, and the evidence is worth nothing without it.</param>
    /// <param name="orders">That wait.</param>
    /// <exception cref="JsonException">Another version wrote it.</exception>
    public static RolloutRecord Of(
        RolloutKey key, RolloutStatus status, EvidenceStatus evidence, IReadOnlyDictionary<string, Baseline>? baselines, IReadOnlyList<OrderRequest> orders)
    {
        if (evidence.Version != StatusWriting.EvidenceForm)
        {
            throw new JsonException($"its evidence is of form {evidence.Version}, this release knows form {StatusWriting.EvidenceForm}");
        }

        return new RolloutRecord
        {
            Key = key,
            Version = evidence.Sequence,
            Progress = StoredText.FromJson<Progress>(PackedText.Unpack(evidence.Progress)),
            EvidenceTrial = baselines is null ? 0 : evidence.Trial ?? 0,
            Evidence = baselines is null ? new Dictionary<string, Evidence>(StringComparer.Ordinal)
                : evidence.Metrics.ToDictionary(metric => metric.Name, metric => StoredText.FromJson<Evidence>(metric.State), StringComparer.Ordinal),
            Baselines = baselines ?? new Dictionary<string, Baseline>(StringComparer.Ordinal),
            Conditions =
            [
                .. status.Conditions.Select(entry => new Condition(
                    entry.Type, Enum.TryParse<ConditionStatus>(entry.Status, out var said) ? said : ConditionStatus.Unknown, entry.Reason, entry.Message, entry.LastTransitionTime)),
            ],
            Steady = evidence.Nodes is null ? new Dictionary<string, SteadyNode>(StringComparer.Ordinal)
                : StoredText.FromJson<Dictionary<string, SteadyNode>>(PackedText.Unpack(evidence.Nodes)),
            Orders = orders,
        };
    }
}
