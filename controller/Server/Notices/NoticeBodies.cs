using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Rollout.Api;
using Rollout.Planning.Notices;
using Rollout.Server.Hooks;

namespace Rollout.Server.Notices;

/// <summary>What each kind of receiver is sent. Pure.</summary>
public static class NoticeBodies
{
    /// <summary>An alert that nobody repeats ends by itself: so does ours, should its controller be gone.</summary>
    public static readonly TimeSpan StandsFor = TimeSpan.FromMinutes(4);

    private const string Json = "application/json";

    /// <summary>Of a webhook, Slack or Teams.</summary>
    public static NoticePost Of(NoticeReceiver receiver, Notice notice, string space, string rollout)
    {
        var values = Values(receiver, notice, space, rollout);
        var key = values["key"];
        if (receiver.Kind == ReceiverKind.Webhook)
        {
            return receiver.Template is { } template
                ? new NoticePost(NoticeTemplate.Fill(template, values), NoticeTemplate.IsJson(template) ? Json : "text/plain; charset=utf-8", key)
                : new NoticePost(Plain(values), Json, key);
        }

        var text = NoticeTemplate.Fill(receiver.Template ?? "{{ rollout }} {{ event }} ({{ revision }}): {{ message }}", values);
        return new NoticePost(receiver.Kind == ReceiverKind.Slack ? new JsonObject { ["text"] = Slack(text) }.ToJsonString() : Card(text, values), Json, key);
    }

    /// <summary>Of an Alertmanager: the alert that stands, or with <paramref name="over"/> its end.</summary>
    public static NoticePost Of(NoticeReceiver receiver, StandingAlert alert, bool over, string space, string rollout, DateTimeOffset now)
    {
        var labels = new JsonObject
        {
            ["alertname"] = "StaggeredRollout" + alert.Event, ["namespace"] = space, ["rollout"] = rollout,
            ["severity"] = alert.Event == NoticeEvent.RolledBack ? "critical" : "warning", [HookEndpoints.OwnLabel] = null,
        };
        foreach (var (label, value) in receiver.Labels)
        {
            labels[label] = value;
        }

        // Whatever a receiver's labels say: by this one it is known as ours when it comes back over a hook.
        labels[HookEndpoints.OwnLabel] = HookEndpoints.OwnValue;

        var one = new JsonObject
        {
            ["labels"] = labels,
            ["annotations"] = new JsonObject { ["summary"] = alert.Message, ["reason"] = alert.Reason, ["revision"] = alert.Revision ?? "" },
            ["startsAt"] = At(alert.Since),
            ["endsAt"] = At(over ? now : now + StandsFor),
        };
        return new NoticePost(new JsonArray(one).ToJsonString(), Json, null, "/api/v2/alerts");
    }

    private static Dictionary<string, string> Values(NoticeReceiver receiver, Notice notice, string space, string rollout) => new(StringComparer.Ordinal)
    {
        ["event"] = notice.Event.ToString(),
        ["namespace"] = space,
        ["rollout"] = rollout,
        ["revision"] = notice.Revision ?? "",
        ["stable"] = notice.Stable ?? "",
        ["phase"] = notice.Phase.ToString(),
        ["reason"] = notice.Reason,
        ["message"] = notice.Message,
        ["severity"] = notice.Severity.ToString(),
        ["stage"] = notice.Stage is { } stage ? (stage + 1).ToString(CultureInfo.InvariantCulture) : "",
        ["at"] = At(notice.At),
        ["key"] = Key(receiver.Name, notice, space, rollout),
    };

    /// <summary>The same for every attempt, of every controller; another for whatever else is told.</summary>
    private static string Key(string receiver, Notice notice, string space, string rollout) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{space}/{rollout}/{notice.Id}/{notice.At.UtcTicks}/{receiver}"))).AsSpan(0, 16));

    private static string Plain(Dictionary<string, string> values)
    {
        var json = new JsonObject();
        foreach (var name in NoticeTemplate.Names)
        {
            json[name] = values[name];
        }

        return json.ToJsonString();
    }

    /// <summary>Slack's own marks, such as the name of everybody, are nothing that a message may hold.</summary>
    private static string Slack(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Card(string text, Dictionary<string, string> values) => new JsonObject
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["content"] = new JsonObject
            {
                ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                ["type"] = "AdaptiveCard",
                ["version"] = "1.4",
                ["body"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "TextBlock", ["size"] = "Medium", ["weight"] = "Bolder", ["wrap"] = true, ["text"] = $"{values["rollout"]}: {values["event"]}",
                        ["color"] = values["severity"] == nameof(Planning.Severity.Warning) ? "Attention" : "Default",
                    },
                    new JsonObject { ["type"] = "TextBlock", ["wrap"] = true, ["text"] = text }),
            },
        }),
    }.ToJsonString();

    private static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
