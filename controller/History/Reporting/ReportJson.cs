using System.Globalization;
using System.Text.Json.Nodes;

namespace Rollout.History.Reporting;

/// <summary>A report as JSON: durations in seconds; null is unknown. Pure.</summary>
public static class ReportJson
{
    public static JsonObject Of(DeliveryReport report) => new()
    {
        ["since"] = Time(report.Span.Since),
        ["until"] = Time(report.Span.Until),
        ["results"] = new JsonObject(report.Results.Select(r => KeyValuePair.Create(r.Key.ToString(), (JsonNode?)r.Value))),
        ["underWay"] = report.UnderWay,
        ["returns"] = report.Returns,
        ["deploymentFrequency"] = new JsonObject
        {
            ["deployments"] = report.Frequency.Deployments, ["perWeek"] = report.Frequency.PerWeek, ["daysWithOne"] = report.Frequency.DaysWithOne,
        },
        ["leadTime"] = Of(report.LeadTime),
        ["leadTimeFromBuild"] = Of(report.LeadTimeFromBuild),
        ["changeFailures"] = new JsonObject
        {
            ["rate"] = report.Failures.Rate, ["changes"] = report.Failures.Changes, ["rolledBack"] = report.Failures.RolledBack,
            ["reverted"] = report.Failures.Reverted, ["withoutVerdict"] = report.Failures.WithoutVerdict,
        },
        ["timeToRestore"] = Of(report.TimeToRestore),
        ["waiting"] = Of(report.Waiting),
        ["stages"] = new JsonArray([.. report.Stages.Select(s => (JsonNode)new JsonObject { ["index"] = s.Index, ["took"] = Of(s.Took) })]),
        ["promoting"] = Of(report.Promoting),
        ["takingBack"] = Of(report.TakingBack),
        ["flow"] = new JsonArray([.. report.Flow.Select(p => (JsonNode)new JsonObject
        {
            ["until"] = Time(p.Until), ["takenUp"] = p.TakenUp, ["onCanary"] = p.OnCanary, ["decided"] = p.Decided, ["over"] = p.Over, ["promoted"] = p.Promoted,
        })]),
        ["definitions"] = new JsonObject(ReportDefinitions.All.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value))),
    };

    private static JsonObject Of(Durations durations) => new()
    {
        ["medianSeconds"] = Seconds(durations.Median), ["p90Seconds"] = Seconds(durations.P90), ["known"] = durations.Known, ["unknown"] = durations.Unknown,
    };

    private static double? Seconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalSeconds, 3) : null;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
