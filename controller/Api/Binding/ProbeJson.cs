using System.Text.Json.Nodes;

namespace Rollout.Api.Binding;

/// <summary>Writes a probe in the contract's shape; what is not said stays unsaid. The binding reads back what this writes.</summary>
public static class ProbeJson
{
    private static readonly AcceptanceProbeSpec Default = new() { Steps = [] };

    /// <summary>A whole AcceptanceProbe, with apiVersion, kind and metadata.</summary>
    public static JsonObject Write(AcceptanceProbe probe)
    {
        var metadata = new JsonObject { ["name"] = probe.Name };
        Put(metadata, "namespace", probe.Namespace);
        return new JsonObject
        {
            ["apiVersion"] = AcceptanceProbeBinding.ApiVersion,
            ["kind"] = AcceptanceProbeBinding.Kind,
            ["metadata"] = metadata,
            ["spec"] = Write(probe.Spec),
        };
    }

    public static JsonObject Write(AcceptanceProbeSpec spec)
    {
        var json = new JsonObject
        {
            ["interval"] = DurationText.Format(spec.Interval),
            ["timeout"] = DurationText.Format(spec.Timeout),
            ["failAfter"] = spec.FailAfter,
        };
        Put(json, "watchAfter", spec.WatchAfter == Default.WatchAfter ? null : DurationText.Format(spec.WatchAfter));
        if (spec.Target is { } target)
        {
            json["target"] = Target(target);
        }

        if (spec.CustomerSecret is not null)
        {
            json["customer"] = new JsonObject { ["secretRef"] = new JsonObject { ["name"] = spec.CustomerSecret } };
        }

        if (spec.Mark != Default.Mark)
        {
            json["mark"] = new JsonObject { ["header"] = spec.Mark.Header, ["value"] = spec.Mark.Value };
        }

        json["steps"] = new JsonArray([.. spec.Steps.Select(Step)]);
        if (spec.Contract is { } contract)
        {
            var check = new JsonObject { ["minAnswers"] = contract.MinAnswers };
            Put(check, "steps", contract.Steps);
            Put(check, "ignore", contract.Ignore);
            json["contract"] = check;
        }

        return json;
    }

    private static JsonObject Target(ProbeTarget target)
    {
        var json = new JsonObject();
        Put(json, "url", target.Url?.OriginalString);
        if (target.Service is not null)
        {
            json["service"] = target.Service;
            Put(json, "port", target.Port);
            Put(json, "scheme", target.Scheme == "http" ? null : target.Scheme);
            json["nodes"] = target.Nodes.ToString();
        }

        return json;
    }

    private static JsonObject Step(ProbeStep step)
    {
        var json = new JsonObject { ["name"] = step.Name };
        var (kind, fields) = StepJson.Write(step);
        json[kind] = fields;
        var expect = Expect(step.Expect);
        if (expect.Count > 0)
        {
            json["expect"] = expect;
        }

        Put(json, "capture", step.Capture);
        return json;
    }

    private static JsonObject Expect(Expectation expected)
    {
        var json = new JsonObject();
        if (expected.Status.Count > 0)
        {
            json["status"] = new JsonArray([.. expected.Status.Select(code => JsonValue.Create(code))]);
        }

        Put(json, "headers", expected.Headers);
        Put(json, "headersNever", expected.HeadersNever);
        Put(json, "bodyMatches", expected.BodyMatches);
        Put(json, "bodyNever", expected.BodyNever);
        Put(json, "jsonPath", expected.JsonPath);
        if (expected.Schema is not null)
        {
            json["schema"] = JsonNode.Parse(expected.Schema);
        }

        Put(json, "maxDuration", expected.MaxDuration is { } longest ? DurationText.Format(longest) : null);
        Put(json, "minBytes", expected.MinBytes);
        Put(json, "maxBytes", expected.MaxBytes);
        Put(json, "versions", expected.Versions);
        if (expected.Secure is { } secure)
        {
            json["secure"] = secure;
        }

        Put(json, "validDays", expected.ValidDays);
        Put(json, "rcode", expected.Rcode);
        Put(json, "answersAny", expected.AnswersAny);
        Put(json, "answersAll", expected.AnswersAll);
        Put(json, "answersNever", expected.AnswersNever);
        return json;
    }

    internal static void Put(JsonObject json, string key, string? value)
    {
        if (value is not null)
        {
            json[key] = value;
        }
    }

    internal static void Put(JsonObject json, string key, long? value)
    {
        if (value is { } number)
        {
            json[key] = number;
        }
    }

    /// <summary>One text alone is written without brackets, as a person would.</summary>
    internal static void Put(JsonObject json, string key, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            json[key] = texts.Count == 1 ? texts[0] : new JsonArray([.. texts.Select(t => JsonValue.Create(t))]);
        }
    }

    internal static void Put(JsonObject json, string key, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count > 0)
        {
            json[key] = new JsonObject(values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value)));
        }
    }
}
