using Rollout.Api;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>What must hold between a request and the data: canaries and start lie in them, somebody is left to compare with.</summary>
internal static class RequestRules
{
    private const int NodesNamed = 20;

    /// <summary>How far before the first row a start may lie: a fleet may be quiet for a while, but not for a day.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    public static void Check(JudgeRequest request, RecordedData data, RecordedLimits limits, Func<string, string> placeOf, ProblemList problems)
    {
        problems.Add(data.Problems);
        if (data.Range.IsEmpty)
        {
            return;
        }

        CheckCanaries(request, data, placeOf, problems);
        CheckStart(request, data, placeOf, problems);
        data.CheckBuckets(request.Bucket, problems);
        CheckLength(request, data, limits, problems);
    }

    private static void CheckCanaries(JudgeRequest request, RecordedData data, Func<string, string> placeOf, ProblemList problems)
    {
        var unknown = request.Canaries.Except(data.Nodes, StringComparer.Ordinal).ToArray();
        foreach (var name in unknown)
        {
            var near = Nearest.To(name, data.Nodes);
            problems.Add(placeOf("--canary"), $"the node '{name}' is not in {data.Name}",
                (near is null ? "" : $"did you mean {near}? ") + $"its {(data.Nodes.Count == 1 ? "only node is" : "nodes are")} {Names(data)}");
        }

        if (unknown.Length == 0 && request.Canaries.Count > 0 && request.Canaries.Count == data.Nodes.Count)
        {
            problems.Add(placeOf("--canary"), $"every node of {data.Name} is a canary", "leave at least one node on the stable version to compare with");
        }
    }

    private static string Names(RecordedData data)
    {
        var named = string.Join(", ", data.Nodes.Order(StringComparer.Ordinal).Take(NodesNamed));
        return data.Nodes.Count > NodesNamed ? $"{named} and {data.Nodes.Count - NodesNamed} more" : named;
    }

    private static void CheckStart(JudgeRequest request, RecordedData data, Func<string, string> placeOf, ProblemList problems)
    {
        if (request.Start is { } start && (start > data.Range.Last || start < data.Range.First - Quiet))
        {
            problems.Add(placeOf("--start"), $"the start {Rfc3339.Format(start)} lies outside the data",
                $"{data.Name} reaches from {Rfc3339.Format(data.Range.First)} to {Rfc3339.Format(data.Range.Last)}");
        }
    }

    private static void CheckLength(JudgeRequest request, RecordedData data, RecordedLimits limits, ProblemList problems)
    {
        var range = data.Range;
        if ((range.Last - range.First) / request.Bucket <= limits.Buckets)
        {
            return;
        }

        problems.Add($"{data.Name}:{range.FirstLine}",
            $"the rows reach from {Rfc3339.Format(range.First)} (this line) to {Rfc3339.Format(range.Last)} (line {range.LastLine}), "
            + $"more than {limits.Buckets} buckets of {DurationText.Format(request.Bucket)}",
            "correct the time that is wrong, cut the file, or give a longer --bucket");
    }
}
