using Rollout.Api;

namespace Rollout.Api.Tests.Binding;

public class AlertBindingTests
{
    private const string Receivers = "\"receivers\":[{\"name\":\"chat\",\"kind\":\"Slack\",\"secretRef\":{\"name\":\"chat\"}}]";

    [Fact]
    public void What_is_not_said_takes_the_defaults()
    {
        var spec = SpecTexts.With("\"alerts\":[{\"name\":\"pages\",\"matchers\":[\"severity=\\\"page\\\"\"]}],\"onCall\":{\"onRollback\":[\"chat\"]}," + Receivers).Value();
        var policy = Assert.Single(spec.Alerts);
        Assert.Equal((AlertAction.Pause, ResolvedPolicy.Resume), (policy.Action, policy.OnResolved));
        Assert.Equal([NoticeEvent.RolledBack, NoticeEvent.Held, NoticeEvent.Bypassed, NoticeEvent.Invalid], Assert.Single(spec.Receivers).On);
        Assert.Equal(["high"], spec.OnCall!.HighRisk);
    }

    [Theory]
    [InlineData("\"alerts\":[{\"name\":\"a\",\"matchers\":[\"a=~\\\".*\\\"\",\"b!=\\\"x\\\"\"]}]", "fits every alert")]
    [InlineData("\"alerts\":[{\"name\":\"a\",\"matchers\":[\"a=~\\\"(\\\"\"]}]", "no regular expression")]
    [InlineData("\"alerts\":[{\"name\":\"a\",\"matcher\":[\"a=\\\"b\\\"\"]}]", "'matcher' is unknown")]
    [InlineData("\"receivers\":[{\"name\":\"a\",\"kind\":\"Webhook\",\"url\":\"http://x\",\"template\":\"{{ mesage }}\"}]", "uses {{ mesage }}")]
    [InlineData("\"receivers\":[{\"name\":\"a\",\"kind\":\"Webhook\",\"url\":\"http://x\",\"labels\":{\"a b\":\"c\"}}]", "no label of an alert")]
    [InlineData("\"onCall\":{\"onRollback\":[\"chaat\"]},\"receivers\":[{\"name\":\"chat\",\"kind\":\"Slack\",\"secretRef\":{\"name\":\"chat\"}}]", "did you mean 'chat'?")]
    [InlineData("\"onCall\":{\"beforeStageOne\":[\"chat\"]}", "there are none: write them under receivers")]
    public void What_cannot_be_meant_is_refused(string fields, string says) =>
        Assert.Contains(SpecTexts.With(fields).Problems, p => p.ToString().Contains(says, StringComparison.Ordinal));

    [Fact]
    public void A_summary_does_not_say_where_receivers_are()
    {
        var spec = SpecTexts.With("\"receivers\":[{\"name\":\"a\",\"kind\":\"Webhook\",\"url\":\"https://hooks.example.com/services/T0/B0/secret\"}]").Value();
        Assert.DoesNotContain("hooks.example.com", Rollout.Api.Binding.SpecJson.Summarise(spec).ToJsonString(), StringComparison.Ordinal);
    }
}
