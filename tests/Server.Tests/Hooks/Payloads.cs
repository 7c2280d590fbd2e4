namespace Rollout.Server.Tests.Hooks;

/// <summary>Bodies as they come: of Alertmanager 0.25 (recorded from Debian's, times and addresses changed), and of Grafana in the form of its documentation.</summary>
internal static class Payloads
{
    public const string Alertmanager = """
        {"receiver":"rollout","status":"firing","alerts":[
          {"status":"firing","labels":{"alertname":"HighErrors","service":"shop","severity":"page"},"annotations":{"summary":"5xx above 2 %"},
           "startsAt":"2026-11-21T12:00:00.123456789Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus/graph","fingerprint":"c9f52d3e2d5d4a1f"},
          {"status":"resolved","labels":{"alertname":"SlowCheckout","service":"shop","severity":"ticket"},"annotations":{},
           "startsAt":"2026-11-21T11:00:00+01:00","endsAt":"2026-11-21T12:01:00Z","generatorURL":"","fingerprint":"0a1b2c3d4e5f6071"}],
         "groupLabels":{"service":"shop"},"commonLabels":{"service":"shop"},"commonAnnotations":{},"externalURL":"http://alertmanager:9093","version":"4",
         "groupKey":"{}/{service=\"shop\"}:{service=\"shop\"}","truncatedAlerts":3}
        """;

    public const string Grafana = """
        {"receiver":"rollout","status":"firing","orgId":1,"alerts":[
          {"status":"firing","labels":{"alertname":"HighErrors","grafana_folder":"shop","severity":"page"},"annotations":{"summary":"5xx above 2 %","runbook_url":"http://x"},
           "startsAt":"2026-11-21T12:00:00Z","endsAt":"0001-01-01T00:00:00Z","values":{"A":4.2,"C":1},"generatorURL":"http://grafana/alerting/1/edit","fingerprint":"57c6d9296de2ad39",
           "silenceURL":"http://grafana/alerting/silence/new","dashboardURL":"","panelURL":"","imageURL":"","valueString":"[ var='A' value=4.2 ]"}],
         "groupLabels":{},"commonLabels":{"severity":"page"},"commonAnnotations":{},"externalURL":"http://grafana/","version":"1","groupKey":"{}:{}","truncatedAlerts":0,
         "title":"[FIRING:1]","state":"alerting","message":"**Firing**"}
        """;
}
