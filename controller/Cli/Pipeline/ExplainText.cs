using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>What is happening, why, what it waits for, and what every metric says, in sentences.</summary>
internal static class ExplainText
{
    public static IEnumerable<string> Lines(RolloutSeen rollout, DateTimeOffset now, bool wide) => wide ? Sentences(rollout.Status)
        : Sentences(rollout.Status).SelectMany(s => Columns.Wrap(s));

    public static string Json(ApiAnswer.Found found) => new JsonObject
    {
        ["namespace"] = found.Rollout.Metadata.Namespace,
        ["name"] = found.Rollout.Metadata.Name,
        ["phase"] = found.Rollout.Status.Phase,
        ["reason"] = found.Rollout.Status.Reason,
        ["sentences"] = new JsonArray([.. Sentences(found.Rollout.Status).Select(s => (JsonNode)s)]),
    }.ToJsonString(Readable);

    internal static JsonSerializerOptions Readable { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<string> Sentences(RolloutProgress status) =>
        (status.Explanation ?? [])
            .Concat((status.Verdict?.Metrics ?? []).Select(m => m.Explanation is { } said ? $"{m.Name}: {said}" : null))
            .Concat((status.Probes ?? []).Where(p => p.Failure is not null).Select(p =>
                $"The probe {p.Name} failed {p.ConsecutiveFailures} times in a row on {p.Node}, at the step '{p.Failure!.Step}': expected {p.Failure.Expected}, got {p.Failure.Got}."))
            .Concat((status.Troubles ?? []).Select(t => t.Message))
            .Concat([status.Forecast?.Text is { Length: > 0 } text ? $"Forecast: {text}." : null, status.IfStartedNow?.Text])
            .OfType<string>().Where(s => s.Length > 0);
}
