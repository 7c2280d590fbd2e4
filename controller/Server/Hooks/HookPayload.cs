using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rollout.Api;
using Rollout.Planning.Alerts;

namespace Rollout.Server.Hooks;

/// <summary>
/// Reads what Alertmanager (webhook version 4) and Grafana (unified alerting) send: the same alerts in the same fields. Fields that we do
/// not know are theirs, and left alone; those that we read must be right, and every one that is not is told. Pure.
/// </summary>
/// <param name="Alerts">In the order sent.</param>
/// <param name="Truncated">Alerts that the sender left out.</param>
public sealed record HookPayload(IReadOnlyList<AlertNews> Alerts, int Truncated)
{
    public const int MostBytes = 1 << 20;

    public const int MostAlerts = 2000;

    private const int MostLabels = 100;
    private const int MostName = 256;
    private const int MostValue = 4096;
    private const int MostProblems = 50;

    /// <summary>The payload, or all that is wrong with it.</summary>
    public static (HookPayload? Payload, IReadOnlyList<Problem> Problems) Parse(ReadOnlyMemory<byte> body, HookSource source, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            var problems = new List<Problem>();
            var payload = Read(document.RootElement, source, now, problems);
            return problems.Count > 0 ? (null, [.. problems.Take(MostProblems)]) : (payload, []);
        }
        catch (JsonException wrong)
        {
            return (null, [new Problem($"body line {wrong.LineNumber + 1}", "is not JSON", $"send what {source} sends to a webhook")]);
        }
    }

    private static HookPayload? Read(JsonElement root, HookSource source, DateTimeOffset now, List<Problem> problems)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Problem("body", $"is a JSON {root.ValueKind}", $"send the object that {source} sends to a webhook"));
            return null;
        }

        var version = Text(root, "version", "body.version", problems, MostName);
        var wanted = source == HookSource.Alertmanager ? "4" : "1";
        if (version is not null && version != wanted)
        {
            problems.Add(new Problem("body.version", $"is {version}", $"send version {wanted}, as {source} does"));
        }

        if (!root.TryGetProperty("alerts", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            problems.Add(new Problem("body.alerts", "is no list", "send the alerts of the group"));
            return null;
        }

        if (list.GetArrayLength() > MostAlerts)
        {
            problems.Add(new Problem("body.alerts", $"has {list.GetArrayLength()} alerts", $"group them so that there are at most {MostAlerts}, or set max_alerts"));
            return null;
        }

        var alerts = new List<AlertNews>();
        foreach (var alert in list.EnumerateArray())
        {
            if (problems.Count < MostProblems && Alert(alert, $"body.alerts[{alerts.Count}]", now, problems) is { } news)
            {
                alerts.Add(news);
            }
        }

        var truncated = root.TryGetProperty("truncatedAlerts", out var left) && left.ValueKind == JsonValueKind.Number && left.TryGetInt32(out var count) ? count : 0;
        return new HookPayload(alerts, Math.Max(0, truncated));
    }

    private static AlertNews? Alert(JsonElement alert, string place, DateTimeOffset now, List<Problem> problems)
    {
        if (alert.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Problem(place, $"is a JSON {alert.ValueKind}", "send an object"));
            return null;
        }

        var before = problems.Count;
        var status = Text(alert, "status", place + ".status", problems, MostName);
        if (status is not (null or "firing" or "resolved"))
        {
            problems.Add(new Problem(place + ".status", $"is '{Cut(status)}'", "send firing or resolved"));
        }

        var labels = Texts(alert, "labels", place, problems);
        var annotations = Has(alert, "annotations") ? Texts(alert, "annotations", place, problems) : [];
        var starts = Time(alert, "startsAt", place, problems);
        var ends = Has(alert, "endsAt") ? Time(alert, "endsAt", place, problems) : null;
        if (problems.Count > before)
        {
            return null;
        }

        var fingerprint = alert.TryGetProperty("fingerprint", out var print) && print.ValueKind == JsonValueKind.String && print.GetString() is { Length: > 0 and <= MostName } given
            ? given : Fingerprint(labels);
        var summary = annotations.GetValueOrDefault("summary") ?? annotations.GetValueOrDefault("description") ?? annotations.GetValueOrDefault("message");
        var firing = status == "firing";
        return new AlertNews(fingerprint, labels, summary, firing, starts!.Value, firing ? null : ends, now);
    }

    private static bool Has(JsonElement of, string key) => of.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string? Text(JsonElement of, string key, string place, List<Problem> problems, int most)
    {
        if (!of.TryGetProperty(key, out var value) || value.ValueKind != JsonValueKind.String)
        {
            problems.Add(new Problem(place, of.TryGetProperty(key, out _) ? $"is a JSON {value.ValueKind}" : "is missing", "send a text"));
            return null;
        }

        var text = value.GetString()!;
        if (text.Length > most)
        {
            problems.Add(new Problem(place, $"has {text.Length} characters", $"keep to {most}"));
            return null;
        }

        return text;
    }

    private static Dictionary<string, string> Texts(JsonElement of, string key, string place, List<Problem> problems)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!of.TryGetProperty(key, out var map) || map.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Problem($"{place}.{key}", "is no object", "send texts by name"));
            return texts;
        }

        foreach (var entry in map.EnumerateObject())
        {
            var most = key == "labels" ? MostValue : HookPayload.MostBytes;
            if (texts.Count >= MostLabels || entry.Name.Length > MostName)
            {
                problems.Add(new Problem($"{place}.{key}", "has too many or too long names", $"keep to {MostLabels} of at most {MostName} characters"));
                return texts;
            }

            if (Text(map, entry.Name, $"{place}.{key}.{Cut(entry.Name)}", problems, most) is { } text)
            {
                texts[entry.Name] = text;
            }
        }

        return texts;
    }

    private static DateTimeOffset? Time(JsonElement of, string key, string place, List<Problem> problems)
    {
        if (Text(of, key, $"{place}.{key}", problems, MostName) is not { } text)
        {
            return null;
        }

        // Nanoseconds are more than .NET reads: what is below 100 ns is left out.
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var end = dot < 0 ? -1 : text.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9');
        var plain = dot >= 0 && end > 7 ? text[..(dot + 8)] + text[(dot + 1 + end)..] : text;
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        if (DateTimeOffset.TryParseExact(plain, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        problems.Add(new Problem($"{place}.{key}", $"is '{Cut(text)}'", "send a time as RFC 3339 has it, such as 2026-11-20T19:39:14Z"));
        return null;
    }

    /// <summary>Of senders that have none of their own: the same for the same labels.</summary>
    private static string Fingerprint(Dictionary<string, string> labels) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        JsonSerializer.Serialize(labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => new[] { l.Key, l.Value })))).AsSpan(0, 8));

    private static string Cut(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
