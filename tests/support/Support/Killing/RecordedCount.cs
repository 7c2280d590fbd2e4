using System.Globalization;
using System.Text.Json.Nodes;

namespace Rollout.Support.Killing;

/// <summary>What a recorded status says was counted of its first metric in its trial; null bounds before the first bucket.</summary>
internal sealed record RecordedCount(long Trial, DateTimeOffset? Start, DateTimeOffset? End, int Buckets, double Canary, double Fleet)
{
    public static RecordedCount Of(JsonNode evidence)
    {
        var trial = (long?)evidence["trial"] ?? 0;
        return evidence["metrics"]?.AsArray() is [{ } metric, ..] && JsonNode.Parse((string)metric["state"]!) is { } state
            ? new RecordedCount(trial, Time(state["LastStart"]), Time(state["LastEnd"]), (int)state[nameof(Buckets)]!, (double)state["CanaryEvents"]!, (double)state["FleetEvents"]!)
            : new RecordedCount(trial, null, null, 0, 0, 0);
    }

    private static DateTimeOffset? Time(JsonNode? text) => text is null ? null : DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture);
}
