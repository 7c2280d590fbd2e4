using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api.Resources;
using Rollout.Planning;
using Rollout.Recording.Sqlite;

namespace Rollout.Recording.Kubernetes;

/// <summary>The progress alone that a StaggeredRollout's status holds, for whoever reads many and decides nothing. Pure.</summary>
public static class RecordedProgress
{
    /// <summary>Progress null: nothing is recorded, or it is not understood.</summary>
    public static (ResourceMeta Meta, Progress? Progress, long Version) Of(JsonObject rollout)
    {
        var seen = SeenRollout.Of(rollout);
        try
        {
            return seen.Status?.Evidence is { Version: StatusWriting.EvidenceForm } evidence
                ? (seen.Meta, StoredText.FromJson<Progress>(PackedText.Unpack(evidence.Progress)), evidence.Sequence) : (seen.Meta, null, 0);
        }
        catch (JsonException)
        {
            return (seen.Meta, null, 0);
        }
    }
}
