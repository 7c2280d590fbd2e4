using System.Text.Json.Nodes;
using static Rollout.Server.Tests.Dashboard.Scenarios;

namespace Rollout.Server.Tests.Dashboard;

/// <summary>Builds a ROLLOUT object of the HTTP API; times are given as seconds before <c>now</c>.</summary>
internal sealed class RolloutBuilder
{
    private const double ExpectedPerMinute = 828;
    private readonly DateTimeOffset now;
    private readonly string name;
    private readonly JsonObject status = new()
    {
        ["stableRevision"] = "v1", ["canaryRevision"] = null, ["wantedRevision"] = "v1", ["stage"] = null, ["stages"] = new JsonArray(),
        ["paused"] = false, ["canaryNodes"] = new JsonArray(), ["nodes"] = new JsonArray(), ["verdict"] = null, ["forecast"] = null,
        ["troubles"] = new JsonArray(), ["probes"] = new JsonArray(), ["conditions"] = new JsonArray(), ["refusedRevisions"] = new JsonArray(),
        ["outcomes"] = new JsonArray(), ["happenings"] = new JsonArray(),
    };

    public RolloutBuilder(DateTimeOffset now, string name = "shop")
    {
        this.now = now;
        this.name = name;
    }

    public RolloutBuilder Phase(string phase, string reason, string message, double secondsAgo)
    {
        (status["phase"], status["reason"], status["message"], status["since"]) = (phase, reason, message, Ago(secondsAgo));
        return this;
    }

    public RolloutBuilder Trouble(string reason, string message)
    {
        ((JsonArray)status["troubles"]!).Add(new JsonObject { ["reason"] = reason, ["message"] = message, ["since"] = Ago(9) });
        return this;
    }

    public RolloutBuilder Trial(string revision)
    {
        (status["canaryRevision"], status["wantedRevision"]) = (revision, revision);
        return this;
    }

    public RolloutBuilder Stable(string revision)
    {
        (status["stableRevision"], status["wantedRevision"]) = (revision, revision);
        return this;
    }

    /// <summary>The demo's stages 1, 3 and all; those before the current one are done (3 = all are done).</summary>
    public RolloutBuilder Stages(int current, double sinceSeconds)
    {
        int[] nodes = [1, 3, 6];
        string?[] tolerances = ["0.2", "0.1", null];
        status["stages"] = new JsonArray([.. nodes.Select((count, i) => new JsonObject
        {
            ["index"] = i, ["nodes"] = count, ["tolerance"] = tolerances[i], ["state"] = i < current ? "Done" : i == current ? "Current" : "Ahead",
        })]);
        var index = Math.Min(current, 2);
        status["stage"] = new JsonObject { ["index"] = index, ["nodes"] = nodes[index], ["since"] = Ago(sinceSeconds) };
        return this;
    }

    public RolloutBuilder Nodes(Story story, int canaries, string? stable = null, bool reading = true)
    {
        var trial = status["canaryRevision"]?.GetValue<string>();
        status["nodes"] = new JsonArray([.. story.PerMinute.Select((value, i) => new JsonObject
        {
            ["name"] = $"n{i + 1}", ["role"] = i < canaries ? "Canary" : "Stable",
            ["revision"] = i < canaries ? trial : stable ?? status["stableRevision"]!.GetValue<string>(), ["ready"] = true, ["trouble"] = null,
            ["perMinute"] = reading && value is { } v ? Decimal(v) : null, ["expectedPerMinute"] = Decimal(ExpectedPerMinute), ["excluded"] = null,
        })]);
        status["canaryNodes"] = new JsonArray([.. Enumerable.Range(1, canaries).Select(i => JsonValue.Create($"n{i}"))]);
        return this;
    }

    public RolloutBuilder Excluded(string node, string why, string trouble)
    {
        var found = status["nodes"]!.AsArray().Single(n => n!["name"]!.GetValue<string>() == node)!;
        (found["excluded"], found["trouble"], found["ready"]) = (why, trouble, false);
        return this;
    }

    public RolloutBuilder Verdict(Story story, string verdict, string? metric = null, string role = "Objective", string unit = "USD")
    {
        var last = story.Last;
        string Text(string key) => Decimal(last[key]!.GetValue<double>());
        var entry = new JsonObject
        {
            ["name"] = metric ?? story.Metric, ["role"] = role, ["unit"] = unit, ["verdict"] = verdict,
            ["effect"] = Text("effect"), ["low"] = Text("low"), ["high"] = Text("high"), ["logEHarm"] = Text("logEHarm"), ["logESafe"] = Text("logESafe"),
            ["harmThreshold"] = Decimal(story.HarmThreshold), ["safeThreshold"] = Decimal(story.SafeThreshold), ["tolerance"] = "0.2",
            ["canaryEvents"] = Decimal(story.CanaryEvents), ["fleetEvents"] = Decimal(story.CanaryEvents * 6), ["phi"] = "1.1", ["sigma0"] = "0.01",
            ["expectedShare"] = "0.1667", ["notes"] = new JsonArray(),
        };
        status["verdict"] ??= new JsonObject { ["overall"] = verdict, ["metrics"] = new JsonArray() };
        status["verdict"]!["metrics"]!.AsArray().Add(entry);
        return this;
    }

    public RolloutBuilder VerdictUnavailable(string note)
    {
        status["verdict"] = new JsonObject
        {
            ["overall"] = "Unavailable",
            ["metrics"] = new JsonArray(new JsonObject
            {
                ["name"] = "dollars", ["role"] = "Objective", ["unit"] = "USD", ["verdict"] = "Unavailable", ["effect"] = null, ["low"] = null, ["high"] = null,
                ["logEHarm"] = null, ["logESafe"] = null, ["harmThreshold"] = "6.9", ["safeThreshold"] = "3", ["tolerance"] = "0.2",
                ["canaryEvents"] = "0", ["fleetEvents"] = "0", ["notes"] = new JsonArray(note),
            }),
        };
        return this;
    }

    public RolloutBuilder Forecast(string remaining, string text)
    {
        status["forecast"] = new JsonObject { ["remaining"] = remaining, ["text"] = text };
        return this;
    }

    /// <summary>Of the first metric on trial; what a start would take where none is. Small losses are beyond the fleet.</summary>
    public RolloutBuilder Ahead(int canaries = 1)
    {
        JsonObject Loss(string loss, string? median, string? most) =>
            new() { ["loss"] = loss, ["detectable"] = median is not null, ["medianMinutes"] = median, ["q90Minutes"] = most };
        var forecast = new JsonObject
        {
            ["promote"] = new JsonObject { ["tolerance"] = "0.2", ["possible"] = true, ["medianMinutes"] = "0.42", ["q90Minutes"] = "1.5" },
            ["losses"] = new JsonArray(Loss("0.05", null, null), Loss("0.1", null, null), Loss("0.2", "15.3", "31"), Loss("0.5", "2.1", null)),
            ["smallestDetectableLoss"] = "0.123",
        };
        if (status["verdict"]?["metrics"]?[0] is JsonObject metric)
        {
            metric["forecast"] = forecast;
        }
        else
        {
            status["ifStartedNow"] = new JsonObject
            {
                ["asOf"] = Ago(60), ["canaryNodes"] = canaries, ["text"] = "one sentence",
                ["metrics"] = new JsonArray(new JsonObject { ["name"] = "dollars", ["role"] = "Objective", ["forecast"] = forecast }),
            };
        }

        return this;
    }

    public RolloutBuilder Probe(string state, JsonObject? failure, string node = "n2") => Add("probes", new JsonObject
    {
        ["name"] = "checkout", ["node"] = node, ["state"] = state, ["consecutiveFailures"] = failure is null ? 0 : 3, ["lastRun"] = Ago(2), ["failure"] = failure,
    });

    public RolloutBuilder Condition(string type, string value, string reason, string message, double secondsAgo) => Add("conditions", new JsonObject
    {
        ["type"] = type, ["status"] = value, ["reason"] = reason, ["message"] = message, ["lastTransitionTime"] = Ago(secondsAgo),
    });

    public RolloutBuilder Refused(string revision, string reason, double secondsAgo) =>
        Add("refusedRevisions", new JsonObject { ["revision"] = revision, ["reason"] = reason, ["at"] = Ago(secondsAgo) });

    public RolloutBuilder Outcome(string result, string revision, string reason, string message, double started, double ended) => Add("outcomes", new JsonObject
    {
        ["result"] = result, ["revision"] = revision, ["reason"] = reason, ["message"] = message, ["startedAt"] = Ago(started), ["endedAt"] = Ago(ended),
    });

    public RolloutBuilder Happened(double secondsAgo, string reason, string message, bool warning = false) => Add("happenings", new JsonObject
    {
        ["at"] = Ago(secondsAgo), ["revision"] = status["wantedRevision"]?.DeepClone(), ["reason"] = reason, ["message"] = message, ["severity"] = warning ? "Warning" : "Normal",
    });

    public JsonObject Build() => new()
    {
        ["apiVersion"] = "staggered.dev/v1alpha1", ["kind"] = "StaggeredRollout",
        ["metadata"] = new JsonObject { ["namespace"] = "default", ["name"] = name },
        ["spec"] = new JsonObject
        {
            ["stages"] = new JsonArray(new JsonObject { ["nodes"] = "1", ["minDuration"] = "5s", ["tolerance"] = "0.2" }, new JsonObject { ["nodes"] = "3", ["minDuration"] = "5s" }),
            ["warmUp"] = "3s", ["deadline"] = "60s",
            ["metrics"] = new JsonArray(new JsonObject { ["name"] = "dollars", ["role"] = "Objective", ["tolerance"] = "0.2", ["kind"] = "Revenue", ["unit"] = "USD", ["interval"] = "1s" }),
        },
        ["status"] = status,
    };

    /// <summary>The newest entry comes first, as the API gives it.</summary>
    private RolloutBuilder Add(string list, JsonObject entry)
    {
        status[list]!.AsArray().Insert(0, entry);
        return this;
    }

    private string Ago(double seconds) => Story.Time(now.AddSeconds(-seconds));
}
