using System.Text.Json.Nodes;
using Rollout.Planning;
using Rollout.Probes;
using Rollout.Server.Projection;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Projection;

public sealed class StatusProjectionTests
{
    private const string Golden = """
        {
          "apiVersion": "staggered.dev/v1alpha1", "kind": "StaggeredRollout",
          "metadata": {"namespace": "default", "name": "shop"}, "spec": {"warmUp": "30s"},
          "status": {
            "phase": "Judging", "reason": "Judging", "message": "n1 is compared with the others", "since": "2026-03-04T12:00:00.000Z",
            "explanation":["v2 is on one node.","It waits."],"troubles": [{"reason": "LevelNotReached", "message": "n3 failed", "since": "2026-03-04T12:00:00.000Z"}],
            "stableRevision": "v1", "canaryRevision": "v2", "wantedRevision": "v2","wantedAt":"1970-01-01T00:00:00.000Z","wantedBy":"ann", "release": null, "declaredBreaks": [],
            "widenings": [{"probe": "checkout", "step": "look", "path": "$.note", "stable": "not there", "canary": "a text"}], "trial": 1,
            "stage": {"index": 0, "nodes": 1, "since": "2026-03-04T12:00:00.000Z"},
            "stages": [
              {"index": 0, "nodes": 1, "tolerance": "0.2", "state": "Current"},
              {"index": 1, "nodes": 2, "tolerance": "0.2", "state": "Ahead"},
              {"index": 2, "nodes": 4, "tolerance": null, "state": "Ahead"}
            ],
            "paused": false, "canaryNodes": ["n1"],
            "nodes": [
              {"name": "n1", "role": "Canary", "revision": "v2", "ready": true, "trouble": null, "perMinute": "30", "expectedPerMinute": "60", "excluded": null},
              {"name": "n2", "role": "Stable", "revision": "v1", "ready": true, "trouble": null, "perMinute": "60", "expectedPerMinute": "60", "excluded": null},
              {"name": "n3", "role": "Stable", "revision": "v1", "ready": true, "trouble": null, "perMinute": "60", "expectedPerMinute": "60", "excluded": null},
              {"name": "n4", "role": "Stable", "revision": "v1", "ready": true, "trouble": null, "perMinute": "60", "expectedPerMinute": "60", "excluded": null}
            ],
            "verdict": {
              "overall": "Insufficient", "asOf": "2026-03-04T12:00:00.000Z",
              "metrics": [
                {"name": "orders", "role": "Objective", "unit": "EUR", "verdict": "Insufficient",
                 "explanation": "n1 had 50 % fewer orders than its share. A loss of 20 % or more is excluded; harm is still watched for.",
                 "trouble": null, "effect": "-0.5", "low": null, "high": null,
                 "logEHarm": null, "logESafe": "0", "harmThreshold": "0", "safeThreshold": "0", "tolerance": "0.2", "canaryEvents": "0", "fleetEvents": "0",
                 "phi": "1", "sigma0": "0", "expectedShare": "0",
                 "forecast": {
                   "promote": {"tolerance": "0.2", "possible": true, "medianMinutes": "12.5", "q90Minutes": null},
                   "losses": [
                     {"loss": "0.05", "detectable": false, "medianMinutes": null, "q90Minutes": null},
                     {"loss": "0.2", "detectable": true, "medianMinutes": "16", "q90Minutes": "30.25"}
                   ],
                   "smallestDetectableLoss": "0.0812"
                 },
                 "notes": []}
              ]
            },
            "forecast": {"remaining": "12m", "text": "about 12m more to leave this stage if nothing is lost (9 in 10: 40m); a loss of 20 % would be caught in about 16m"},
            "ifStartedNow": null,
            "probes": [
              {"name": "checkout", "node": "n1", "revision": "v2", "state": "Failing", "consecutiveFailures": 3, "successes": 5, "failures": 4,
               "lastRun": "2026-03-04T12:00:00.000Z", "trouble": null,
               "failure": {"step": "pay", "expected": "status 200", "got": "status 500", "body": "out of honey", "at": "2026-03-04T12:00:00.000Z"}}
            ],
            "conditions": [
              {"type": "Progressing", "status": "True", "reason": "OnTrial", "message": "v2 is on trial", "lastTransitionTime": "2026-03-04T12:00:00.000Z"}
            ],
            "refusedRevisions": [{"revision": "v0", "reason": "HarmProven", "message": "it lost money", "at": "2026-03-04T12:00:00.000Z"}],
            "outcomes": [
              {"result": "RolledBack", "revision": "v0", "reason": "HarmProven", "message": "it lost money", "by": null,
               "startedAt": "2026-03-04T11:00:00.000Z", "endedAt": "2026-03-04T12:00:00.000Z", "commit": null, "builtAt": null}
            ],
            "alerts": [], "untold": [],
            "happenings": [{"at": "2026-03-04T12:00:00.000Z", "revision": "v2", "reason": "Started", "message": "n1 takes v2", "severity": "Normal", "by": null}]
          }
        }
        """;

    [Fact]
    public void The_status_of_a_trial_is_this_to_the_letter()
    {
        // Times of another zone are shown in UTC.
        var elsewhere = Shop.Noon.ToOffset(TimeSpan.FromHours(5));
        var picture = Pictures.OnTrial() with
        {
            Judgement = Pictures.Forecast(),
            Progress = Shop.OnTrial() with
            {
                Widenings = [new("checkout", "look", "$.note", "not there", "a text")],
                RefusedRevisions = [new("v0", "HarmProven", "it lost money", elsewhere)],
                Outcomes = [new(OutcomeResult.RolledBack, "v0", "HarmProven", "it lost money", elsewhere.AddHours(-1), elsewhere)],
            },
            Explanation = ["v2 is on one node.", "It waits."],
            Troubles = [new("LevelNotReached", "v2 on n1: n3", "n3 failed", elsewhere)],
            Probes =
            [
                new ProbeStanding
                {
                    Probe = "checkout", Node = "n1", Revision = "v2", Health = ProbeHealth.Failing, ConsecutiveFailures = 3, Successes = 5, Failures = 4,
                    LastRun = elsewhere, Failure = new ProbeFailure("pay", "status 200", "status 500", "out of honey", elsewhere),
                },
            ],
            Conditions = [new(ConditionTypes.Progressing, ConditionStatus.True, "OnTrial", "v2 is on trial", elsewhere)],
            Happenings = [new(elsewhere, "v2", "Started", "n1 takes v2", Severity.Normal)],
        };
        Assert.Equal(JsonNode.Parse(Golden)!.ToJsonString(), StatusProjection.Of(picture).ToJsonString());
    }

    [Fact]
    public void A_fleet_that_was_promoted_has_every_stage_behind_it()
    {
        var promoted = Pictures.OnTrial() with { Progress = Shop.AtRest() with { Phase = Phase.Promoted } };
        Assert.All(StatusProjection.Of(promoted)["status"]!["stages"]!.AsArray(), s => Assert.Equal("Done", s!["state"]!.GetValue<string>()));
    }
}
