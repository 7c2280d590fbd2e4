using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.Demo.Terminal;
using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>The last releases, newest first.</summary>
internal static class HistoryText
{
    public static IEnumerable<string> Lines(RolloutSeen rollout, DateTimeOffset now)
    {
        var outcomes = rollout.Status.Outcomes ?? [];
        return outcomes.Count == 0
            ? ["no release has ended yet"]
            : Columns.Table(["ENDED", "TOOK", "REVISION", "RESULT", "WHY"], outcomes.Select(o => (IReadOnlyList<string>)
                [
                    o.EndedAt?.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? Wording.Unknown,
                    o is { StartedAt: { } start, EndedAt: { } end } && end >= start ? StatusText.Age(end - start) : Wording.Unknown,
                    o.Revision ?? Wording.Unknown, o.Result, o.Message ?? o.Reason ?? "",
                ]));
    }

    public static string Json(ApiAnswer.Found found)
    {
        var whole = JsonNode.Parse(found.Json);
        return (whole?["status"]?["outcomes"] ?? new JsonArray()).ToJsonString(ExplainText.Readable);
    }
}
