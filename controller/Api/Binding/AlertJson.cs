using System.Text.Json.Nodes;

namespace Rollout.Api.Binding;

/// <summary>Writes what a spec says of alerts and of who is told, where it says anything.</summary>
internal static class AlertJson
{
    public static void Put(JsonObject json, StaggeredRolloutSpec spec)
    {
        PutList(json, "alerts", spec.Alerts, policy => new JsonObject
        {
            ["name"] = policy.Name, ["matchers"] = Texts(policy.Matchers), ["action"] = policy.Action.ToString(), ["onResolved"] = policy.OnResolved.ToString(),
        });
        PutList(json, "receivers", spec.Receivers, Receiver);
        if (spec.OnCall is { } plan)
        {
            var written = new JsonObject();
            PutTexts(written, "beforeStageOne", plan.BeforeStageOne);
            PutTexts(written, "onRollback", plan.OnRollback);
            PutTexts(written, "highRisk", plan.HighRisk);
            json["onCall"] = written;
        }
    }

    /// <summary>For people who look on: where receivers are reached is nobody's business.</summary>
    public static void PutNames(JsonObject json, StaggeredRolloutSpec spec)
    {
        json.Remove("receivers");
        PutList(json, "receivers", spec.Receivers, receiver => new JsonObject { ["name"] = receiver.Name, ["kind"] = receiver.Kind.ToString() });
    }

    private static JsonObject Receiver(NoticeReceiver receiver)
    {
        var json = new JsonObject { ["name"] = receiver.Name, ["kind"] = receiver.Kind.ToString() };
        if (receiver.Url is { } url)
        {
            json["url"] = url;
        }

        if (receiver.SecretName is { } secret)
        {
            json["secretRef"] = new JsonObject { ["name"] = secret };
        }

        json["on"] = Texts(receiver.On.Select(e => e.ToString()));
        if (receiver.Template is { } template)
        {
            json["template"] = template;
        }

        if (receiver.Labels.Count > 0)
        {
            json["labels"] = new JsonObject(receiver.Labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)));
        }

        return json;
    }

    private static void PutList<T>(JsonObject json, string key, IReadOnlyList<T> items, Func<T, JsonNode> write)
    {
        if (items.Count > 0)
        {
            json[key] = new JsonArray([.. items.Select(write)]);
        }
    }

    private static void PutTexts(JsonObject json, string key, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            json[key] = Texts(texts);
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
