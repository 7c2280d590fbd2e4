using Rollout.Api;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Backtesting;

/// <summary>What must hold between a request and the data: at least two nodes, and room for a window with its history.</summary>
internal static class BacktestRules
{
    public static void CheckFile(BacktestRequest request, RecordedData data, RecordedLimits limits, ProblemList problems)
    {
        problems.Add(data.Problems);
        if (data.Range.IsEmpty)
        {
            return;
        }

        data.CheckBuckets(request.Bucket, problems);
        var range = data.Range;
        if ((range.Last - range.First) / request.Bucket > limits.Buckets)
        {
            problems.Add($"{data.Name}:{range.FirstLine}",
                $"the rows reach from {Rfc3339.Format(range.First)} (this line) to {Rfc3339.Format(range.Last)} (line {range.LastLine}), "
                + $"more than {limits.Buckets} buckets of {DurationText.Format(request.Bucket)}",
                "correct the time that is wrong, cut the file, or give a longer --bucket");
        }

        if (data.Nodes.Count < 2)
        {
            problems.Add(data.Name, "one node alone has nothing to be compared with", "give the rows of the whole fleet");
        }
    }

    public static void CheckGround(BacktestRequest request, RecordedData data, BacktestGround ground, ProblemList problems)
    {
        var window = request.Window / request.Bucket;
        if (ground.Starts((long)window) is not { } starts)
        {
            var there = ground.Buckets * request.Bucket;
            var possible = request.Bucket * Math.Floor(ground.Buckets / 2.0);
            problems.Add(data.Name,
                $"the data are {DurationText.Format(there)} long; a window of {DurationText.Format(request.Window)} needs {DurationText.Format(request.Window * 2)}: itself, and as much history before it",
                possible >= request.Bucket * 10 ? $"give --window {DurationText.Format(possible)} or a shorter one, or longer data" : "give longer data");
        }
        else if (ground.Candidates(starts.Latest, (long)window).Count == 0 && ground.Candidates(starts.Earliest, (long)window).Count == 0)
        {
            problems.Add(data.Name, "no node has orders both before and after a window", "give data in which the nodes keep their names for longer than a window");
        }
    }
}
