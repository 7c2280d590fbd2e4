using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.Planning;
using Rollout.Probes;

namespace Rollout.Server.Projection;

/// <summary>The resource as JSON (contract section 3). Pure: the same picture gives the same bytes.</summary>
public static class StatusProjection
{
    public static JsonObject Of(Picture picture) => new()
    {
        ["apiVersion"] = "staggered.dev/v1alpha1",
        ["kind"] = "StaggeredRollout",
        ["metadata"] = new JsonObject { ["namespace"] = picture.Namespace, ["name"] = picture.Name },
        ["spec"] = picture.SpecJson.DeepClone(),
        ["status"] = Status(picture),
    };

    private static JsonObject Status(Picture picture)
    {
        var progress = picture.Progress;
        return new JsonObject
        {
            ["phase"] = progress.Phase.Shown(picture.NotYetHeld).ToString(),
            ["reason"] = progress.Reason,
            ["message"] = progress.Message,
            ["since"] = Figures.Time(progress.Since),
            ["explanation"] = Array(picture.Explanation, sentence => JsonValue.Create(sentence)),
            ["troubles"] = Array(picture.Troubles, t => new JsonObject { ["reason"] = t.Reason, ["message"] = t.Message, ["since"] = Figures.Time(t.Since) }),
            ["stableRevision"] = progress.StableRevision,
            ["canaryRevision"] = progress.CanaryRevision,
            ["wantedRevision"] = picture.Wanted?.Revision,
            ["wantedAt"] = Figures.Time(picture.Wanted?.At),
            ["wantedBy"] = picture.Wanted?.Author,
            ["release"] = progress.Release is { } release ? ReleaseJson(release) : null,
            ["declaredBreaks"] = Array(progress.DeclaredBreaks, path => JsonValue.Create(path)),
            ["widenings"] = Array(progress.Widenings, Widened),
            ["trial"] = progress.Trial,
            ["stage"] = progress.Stage is { } stage
                ? new JsonObject { ["index"] = stage.Index, ["nodes"] = stage.Nodes, ["since"] = Figures.Time(stage.Since) }
                : null,
            ["stages"] = StagesOf(picture),
            ["paused"] = picture.Spec.Paused || progress.PausedByOrder is not null || progress.Phase == Phase.Paused,
            ["canaryNodes"] = Array(progress.CanaryNodes, name => JsonValue.Create(name)),
            ["nodes"] = NodeProjection.Of(picture),
            ["verdict"] = VerdictProjection.Of(picture),
            ["forecast"] = VerdictProjection.Forecast(picture),
            ["ifStartedNow"] = ForecastProjection.IfStartedNow(picture),
            ["probes"] = Array(picture.Probes, Probe),
            ["conditions"] = Array(picture.Conditions, c => new JsonObject
            {
                ["type"] = c.Type.ToString(), ["status"] = c.Status.ToString(), ["reason"] = c.Reason, ["message"] = c.Message,
                ["lastTransitionTime"] = Figures.Time(c.LastTransitionTime),
            }),
            ["refusedRevisions"] = Array(progress.RefusedRevisions, r => new JsonObject
            {
                ["revision"] = r.Revision, ["reason"] = r.Reason, ["message"] = r.Message, ["at"] = Figures.Time(r.At),
            }),
            ["outcomes"] = Array(progress.Outcomes, o => new JsonObject
            {
                ["result"] = o.Result.ToString(), ["revision"] = o.Revision, ["reason"] = o.Reason, ["message"] = o.Message,
                ["by"] = o.By, ["startedAt"] = Figures.Time(o.StartedAt), ["endedAt"] = Figures.Time(o.EndedAt),
                ["commit"] = o.Release?.Identity.Commit, ["builtAt"] = Figures.Time(o.Release?.Identity.BuiltAt),
            }),
            ["alerts"] = Array(progress.Alerts, a => new JsonObject
            {
                ["name"] = a.Name, ["policy"] = a.Policy, ["summary"] = a.Summary, ["since"] = Figures.Time(a.Since), ["endedAt"] = Figures.Time(a.EndedAt),
                ["overruledBy"] = a.OverruledBy,
            }),
            ["untold"] = Array(progress.Notices, n => new JsonObject
            {
                ["event"] = n.Event.ToString(), ["at"] = Figures.Time(n.At), ["to"] = Array(n.To, to => JsonValue.Create(to)),
            }),
            ["happenings"] = Array(picture.Happenings, HappeningJson),
        };
    }

    public static JsonObject HappeningJson(Happening happening) => new()
    {
        ["at"] = Figures.Time(happening.At), ["revision"] = happening.Revision, ["reason"] = happening.Reason,
        ["message"] = happening.Message, ["severity"] = happening.Severity.ToString(), ["by"] = happening.By,
    };

    private static JsonObject ReleaseJson(ReleaseNotes release) => new()
    {
        ["commit"] = release.Identity.Commit, ["committedAt"] = Figures.Time(release.Identity.CommittedAt),
        ["builtAt"] = Figures.Time(release.Identity.BuiltAt), ["by"] = release.By,
    };

    internal static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> item) => new([.. items.Select(item)]);

    private static JsonArray StagesOf(Picture picture)
    {
        var fleet = picture.Progress.Stage?.FleetNodes ?? (picture.Fleet is Observed<FleetState>.Known known ? known.Value.Nodes.Count : 0);
        var open = picture.Progress.Stage?.Index;
        var all = picture.Progress.Phase is Phase.Promoting or Phase.Promoted;
        var stages = Array(Stages.Effective(picture.Spec, fleet), stage => new JsonObject
        {
            ["index"] = stage.Index,
            ["nodes"] = stage.Nodes,
            ["tolerance"] = picture.Spec.Metrics.Count > 0
                ? picture.Spec.Metrics.Max(stage.ToleranceOf).ToString("0.##########", CultureInfo.InvariantCulture) : null,
            ["state"] = all || stage.Index < open ? "Done" : stage.Index == open ? "Current" : "Ahead",
        });
        var state = picture.Progress.Phase switch { Phase.Promoting => "Current", Phase.Promoted => "Done", _ => "Ahead" };
        stages.Add(new JsonObject { ["index"] = stages.Count, ["nodes"] = fleet, ["tolerance"] = null, ["state"] = state });
        return stages;
    }

    private static JsonObject Widened(Widening widening) => new()
    {
        ["probe"] = widening.Probe, ["step"] = widening.Step, ["path"] = widening.Path, ["stable"] = widening.Stable, ["canary"] = widening.Canary,
    };

    private static JsonObject Probe(ProbeStanding probe) => new()
    {
        ["name"] = probe.Probe,
        ["node"] = probe.Node,
        ["revision"] = probe.Revision,
        ["state"] = probe.Health.ToString(),
        ["consecutiveFailures"] = probe.ConsecutiveFailures,
        ["successes"] = probe.Successes,
        ["failures"] = probe.Failures,
        ["lastRun"] = Figures.Time(probe.LastRun),
        ["trouble"] = probe.Trouble,
        ["failure"] = probe.Failure is { } failure
            ? new JsonObject
            {
                ["step"] = failure.Step, ["expected"] = failure.Expected, ["got"] = failure.Got, ["body"] = failure.Body, ["at"] = Figures.Time(failure.At),
            }
            : null,
    };
}
