using System.Text;
using Rollout.Server.Hooks;

namespace Rollout.Server.Tests.Hooks;

public class HookPayloadTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 5, 0, TimeSpan.Zero);

    [Fact]
    public void Alertmanagers_group_is_read_alert_by_alert()
    {
        var (payload, problems) = Parse(Payloads.Alertmanager, HookSource.Alertmanager);
        Assert.Empty(problems);
        Assert.Equal(3, payload!.Truncated);
        var (fires, over) = (payload.Alerts[0], payload.Alerts[1]);
        Assert.Equal(("HighErrors", "5xx above 2 %", true, "c9f52d3e2d5d4a1f"), (fires.Name, fires.Summary, fires.Firing, fires.Fingerprint));
        Assert.Equal(Now.AddMinutes(-5).AddTicks(1234567), fires.StartsAt);
        Assert.Null(fires.EndsAt);
        Assert.Equal("page", fires.Labels["severity"]);
        Assert.Equal((false, Now.AddMinutes(-125), Now.AddMinutes(-4)), (over.Firing, over.StartsAt, over.EndsAt));
        Assert.Equal(Now, over.ReceivedAt);
    }

    [Fact]
    public void Grafanas_is_read_as_well()
    {
        var (payload, problems) = Parse(Payloads.Grafana, HookSource.Grafana);
        Assert.Empty(problems);
        Assert.Equal(("HighErrors", true, "57c6d9296de2ad39"), (payload!.Alerts[0].Name, payload.Alerts[0].Firing, payload.Alerts[0].Fingerprint));
    }

    [Fact]
    public void Without_a_fingerprint_the_labels_are_one()
    {
        static string Print(string labels) => Parse(
            $$"""{"version":"4","alerts":[{"status":"firing","labels":{{labels}},"startsAt":"2026-11-21T12:00:00Z"}]}""", HookSource.Alertmanager).Payload!.Alerts[0].Fingerprint;
        Assert.Equal(Print("""{"a":"b","c":"d"}"""), Print("""{"c":"d","a":"b"}"""));
        Assert.NotEqual(Print("""{"a":"b","c":"d"}"""), Print("""{"a":"bc","":"d"}"""));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_with_its_place()
    {
        const string Body = """
            {"version":"3","alerts":[
              {"status":"burning","labels":{"a":7},"annotations":[],"startsAt":"yesterday"},
              {"status":"firing","labels":{"alertname":"x"},"startsAt":"2026-11-21T12:00:00Z","endsAt":0}, 7]}
            """;
        var (payload, problems) = Parse(Body, HookSource.Alertmanager);
        Assert.Null(payload);
        Assert.Equal(
            ["body.version", "body.alerts[0].status", "body.alerts[0].labels.a", "body.alerts[0].annotations", "body.alerts[0].startsAt", "body.alerts[0].endsAt", "body.alerts[0]"],
            problems.Select(p => p.Place));
        Assert.All(problems, p => Assert.NotEmpty(p.Mend));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"version":"4","alerts":{}}""")]
    [InlineData("""{"version":"1","alerts":[]}""")]
    public void What_is_no_payload_is_refused(string body) => Assert.NotEmpty(Parse(body, HookSource.Alertmanager).Problems);

    [Fact]
    public void Bounds_hold()
    {
        var many = string.Join(',', Enumerable.Repeat("""{"status":"firing","labels":{},"startsAt":"2026-11-21T12:00:00Z"}""", HookPayload.MostAlerts + 1));
        Assert.Equal("body.alerts", Assert.Single(Parse($$"""{"version":"4","alerts":[{{many}}]}""", HookSource.Alertmanager).Problems).Place);
        var broken = string.Join(',', Enumerable.Repeat("7", HookPayload.MostAlerts));
        Assert.InRange(Parse($$"""{"version":"4","alerts":[{{broken}}]}""", HookSource.Alertmanager).Problems.Count, 1, 50);
        Assert.Equal(50, Parse($$"""{"version":"4","alerts":[{{string.Join(',', Enumerable.Repeat("{}", 100))}}]}""", HookSource.Alertmanager).Problems.Count);
        var unknown = "{\"version\":\"4\",\"alerts\":[],\"x\":" + new string('[', 100) + new string(']', 100) + "}";
        Assert.Equal("body line 1", Assert.Single(Parse(unknown, HookSource.Alertmanager).Problems).Place);
        Assert.Equal(0, Parse("""{"version":"4","alerts":[],"truncatedAlerts":-3}""", HookSource.Alertmanager).Payload!.Truncated);
        var deep = new string('[', 100) + new string(']', 100);
        Assert.NotEmpty(Parse($$"""{"version":"4","alerts":{{deep}}}""", HookSource.Alertmanager).Problems);
    }

    [Fact]
    public void Names_and_values_have_their_bounds_and_annotations_may_be_long()
    {
        static IEnumerable<string> Places(string labels, string annotations = "{}") => Parse(
            $$"""{"version":"4","alerts":[{"status":"firing","labels":{{labels}},"annotations":{{annotations}},"startsAt":"2026-11-21T12:00:00Z"}]}""", HookSource.Alertmanager).Problems.Select(p => p.Place);
        Assert.Equal(["body.alerts[0].labels.a"], Places($$"""{"a":"{{new string('x', 4097)}}"}"""));
        Assert.Empty(Places($$"""{"a":"{{new string('x', 4096)}}"}""", $$"""{"summary":"{{new string('x', 5000)}}"}"""));
        Assert.Equal(["body.alerts[0].labels"], Places($$"""{"{{new string('n', 257)}}":"x"}"""));
        Assert.Equal(["body.alerts[0].labels"], Places("{" + string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"l{i}\":\"x\"")) + "}"));
        Assert.Empty(Places("{" + string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"l{i}\":\"x\"")) + "}"));
    }

    [Theory]
    [InlineData("""{"summary":"s","description":"d"}""", "s")]
    [InlineData("""{"description":"d","message":"m"}""", "d")]
    [InlineData("""{"message":"m"}""", "m")]
    [InlineData("null", null)]
    public void A_sentence_is_taken_from_where_one_is_and_what_is_null_is_not_there(string annotations, string? summary)
    {
        var (payload, problems) = Parse(
            $$"""{"version":"4","alerts":[{"status":"firing","labels":{},"annotations":{{annotations}},"startsAt":"2026-11-21T12:00:00Z","endsAt":null}]}""", HookSource.Alertmanager);
        Assert.Empty(problems);
        Assert.Equal(summary, Assert.Single(payload!.Alerts).Summary);
    }

    private static (HookPayload? Payload, IReadOnlyList<Rollout.Api.Problem> Problems) Parse(string body, HookSource source) => HookPayload.Parse(Encoding.UTF8.GetBytes(body), source, Now);
}
