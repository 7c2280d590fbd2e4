using System.CommandLine;
using Rollout.History;
using Rollout.History.Reporting;

namespace Rollout.Cli.Pipeline;

/// <summary>`rollout report`: how delivery went, over a span of time.</summary>
internal static class ReportVerb
{
    private static readonly TimeSpan UnlessTold = TimeSpan.FromDays(90);

    private const string Help = $$"""
        rollout report: how delivery went

        Deployment frequency, lead time, change failure rate, time to restore, time in
        each stage, cumulative flow; as DORA defines the first four (the source is in
        the report). What is not known is counted as unknown, never as zero.

        usage:
          rollout report [NAME] [--since 90d] [options]

          NAME                 of one rollout; without it, of all that are there
          --since 90d          ended since then; also a time (RFC 3339)
        {{ReleaseOptions.Help}}
        {{ReachOptions.Help}}
        {{OutputOptions.Help}}
                               json: every figure with its definition; times in
                               seconds, null for unknown. wide: the flow day by day

        exit codes: 0 shown; 15 no such rollout; 2 bad usage, every problem listed;
        3 the controller or the store cannot be reached; 4 refused (401, 403).
        """;

    public static Verb Create()
    {
        var command = new Command("report");
        var releases = new ReleaseOptions();
        releases.AddTo(command);
        var output = new OutputOptions();
        output.AddTo(command, isRich: true);
        return new Verb(command, Help, async (call, cancellation) =>
        {
            var format = output.Format(call.Given, call.Usage);
            var until = TimeProvider.System.GetUtcNow();
            var since = releases.Since(call, until, UnlessTold);
            await using var source = await releases.SourceAsync(call, isNameNeeded: false, cancellation);
            if (source is null || since is not { } from || call.Usage.Count > 0)
            {
                return call.Refuse("nothing was reported");
            }

            var (found, trouble, wrong) = await source.ReadAsync(from, ReleaseQuery.MostReleases, cancellation);
            if (found is null)
            {
                return await HistoryVerb.TellAsync(call, wrong!);
            }

            await HistoryVerb.WarnAsync(call, trouble ?? (found.IsAll ? null : $"only the newest {found.Releases.Count} releases are counted; ask for a shorter --since"));
            var report = DeliveryReports.Of(found.Releases, new ReportSpan(from, until));
            var of = source.Rollout is { } one ? $"{one.Namespace}/{one.Name}" : "all rollouts";
            await call.PrintAsync(format, () => Json(report, found, trouble), wide => ReportText.Lines(report, of, wide), cancellation);
            return ExitCode.Done;
        });
    }

    private static string Json(DeliveryReport report, ReleasesRead.Found found, string? trouble)
    {
        var json = ReportJson.Of(report);
        json["trouble"] = trouble;
        json["isAll"] = found.IsAll;
        return json.ToJsonString(ExplainText.Readable);
    }
}
