using System.Text.Json;
using Rollout.Server.Client;

namespace Rollout.Demo.Tests.Terminal;

/// <summary>A rollout as the controller's API shows it, in the API's own words.</summary>
internal static class Shown
{
    public const string Json = """
        {"apiVersion":"staggered.dev/v1alpha1","kind":"StaggeredRollout","metadata":{"namespace":"default","name":"shop"},
         "spec":{"stages":[{"nodes":"1","minDuration":"5s","tolerance":"0.2"}],"warmUp":"3s"},
         "status":{"phase":"Judging","reason":"EvidenceMissing","message":"one sentence","since":"2026-11-21T12:00:00Z",
          "troubles":[{"reason":"LevelNotReached","message":"n3 failed: disk full","since":"2026-11-21T12:00:00Z"}],
          "stableRevision":"v1","canaryRevision":"v2","wantedRevision":"v2","stage":{"index":0,"nodes":1,"since":"2026-11-21T12:00:00Z"},
          "stages":[{"index":0,"nodes":1,"tolerance":"0.2","state":"Current"},{"index":1,"nodes":3,"tolerance":"0.2","state":"Ahead"},{"index":2,"nodes":6,"state":"Ahead"}],
          "paused":false,"canaryNodes":["n1"],
          "nodes":[{"name":"n1","role":"Canary","revision":"v2","ready":true,"trouble":null,"perMinute":"1012.5","expectedPerMinute":"1350.0","excluded":null},
                   {"name":"n2","role":"Stable","revision":"v1","ready":true,"trouble":null,"perMinute":null,"expectedPerMinute":"1350.0","excluded":null},
                   {"name":"n3","role":"Stable","revision":null,"ready":false,"trouble":"no shop serves on n3","perMinute":"10","expectedPerMinute":"1350.0","excluded":null}],
          "verdict":{"overall":"Insufficient","metrics":[{"name":"dollars","role":"Objective","unit":"USD","verdict":"Insufficient","effect":"-0.25","low":"-0.36",
            "high":"-0.125","logEHarm":"3.45","logESafe":"-1.9","harmThreshold":"6.9","safeThreshold":"3.0","tolerance":"0.2","canaryEvents":"300","fleetEvents":"1800",
            "phi":"1.1","sigma0":"0.01","expectedShare":"0.1667","notes":["a note"]}]},
          "forecast":{"remaining":"25s","text":"about 25 s more"},
          "probes":[{"name":"checkout","node":"n1","state":"Failing","consecutiveFailures":3,"lastRun":"2026-11-21T12:00:09Z",
            "failure":{"step":"pay for honey","expected":"status 200 or 201","got":"500","at":"2026-11-21T12:00:09Z"}}],
          "conditions":[],"refusedRevisions":[],
          "outcomes":[{"result":"Promoted","revision":"v1","reason":"r","message":"m","startedAt":"2026-11-21T11:00:00Z","endedAt":"2026-11-21T11:01:00Z"}],
          "happenings":[{"at":"2026-11-21T12:00:00Z","revision":"v2","reason":"CanaryStarted","message":"v2 is on n1","severity":"Normal"},
                        {"at":"2026-11-21T11:59:00Z","revision":"v2","reason":"Started","message":"v2 was asked for","severity":"Normal"}]}}
        """;

    public static RolloutSeen Rollout => JsonSerializer.Deserialize<RolloutSeen>(Json, RolloutSeen.Json)!;
}
