using System.Text.Json;
using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning.Notices;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests.Notices;

public class NoticeBookTests
{
    private static readonly NoticeReceiver Chat = new() { Name = "chat", Kind = ReceiverKind.Slack, Url = "http://chat", On = Enum.GetValues<NoticeEvent>() };
    private static readonly NoticeReceiver Pager = new() { Name = "pager", Kind = ReceiverKind.Webhook, Url = "http://pager", On = [] };
    private static readonly NoticeReceiver Alerts = new() { Name = "am", Kind = ReceiverKind.Alertmanager, Url = "http://am", On = Enum.GetValues<NoticeEvent>() };

    [Fact]
    public void A_rollback_is_written_down_once_in_the_plan_that_decides_it()
    {
        var story = Told(Story.Judged());
        var id = story.Now.LastNotice;
        story.Hears(Verdict.Worse).Pass();
        var notice = Assert.Single(story.Now.Notices, n => n.Id > id);
        Assert.Equal((NoticeEvent.RolledBack, "v2", Phase.RollingBack, Reasons.HarmProven), (notice.Event, notice.Revision, notice.Phase, notice.Reason));
        Assert.Equal(["chat", "pager"], notice.To);
        story.Settle();
        Assert.Single(story.Now.Notices, n => n.Event == NoticeEvent.RolledBack);
        Assert.Single(story.Now.Notices, n => n.Event == NoticeEvent.BackOnStable);
    }

    [Fact]
    public void A_notice_goes_when_its_receivers_have_it_and_stays_for_those_that_have_not()
    {
        var story = Told(Story.Judged()).Hears(Verdict.Worse).Pass();
        var id = story.Now.Notices.Single(n => n.Event == NoticeEvent.RolledBack).Id;
        Receive(story, new NoticeReceipt(id, "chat"));
        Assert.Equal(["pager"], story.Now.Notices.Single(n => n.Id == id).To);
        Receive(story, new NoticeReceipt(id, "pager"), new NoticeReceipt(id, "chat"));
        Assert.DoesNotContain(story.Now.Notices, n => n.Id == id);
        Assert.DoesNotContain(story.Happenings, h => h.Reason == Reasons.NoticeNotDelivered);
    }

    [Fact]
    public void What_will_never_arrive_is_said_and_not_kept()
    {
        var story = Told(Story.Judged()).Hears(Verdict.Worse).Pass();
        var id = story.Now.Notices.Single(n => n.Event == NoticeEvent.RolledBack).Id;
        Receive(story, new NoticeReceipt(id, "pager", "it answers 410"));
        Assert.Contains(story.Happenings, h => h is { Reason: Reasons.NoticeNotDelivered, Severity: Severity.Warning } && h.Message.Contains("pager was not told: it answers 410", StringComparison.Ordinal));
        Assert.Equal(["chat"], story.Now.Notices.Single(n => n.Id == id).To);
    }

    [Theory]
    [InlineData("high", 0, true)]
    [InlineData("low", 0, false)]
    [InlineData(null, 0, false)]
    [InlineData(null, 2, true)]
    public void Who_is_on_call_knows_of_a_risky_release_before_stage_one(string? risk, int breaks, bool told)
    {
        var story = Told(new Story().Settle());
        story.Change(w => w with { Release = new DeclaredRelease(ValueList.From(Enumerable.Range(0, breaks).Select(i => $"GET /v{i} is gone")), risk) });
        story.Wants("v2").Pass();
        Assert.Equal(Phase.Waiting, story.Now.Phase);
        var notice = Assert.Single(story.Now.Notices);
        Assert.Equal(told ? ["chat", "pager"] : ["chat"], notice.To);
        Assert.Equal(told ? Severity.Warning : Severity.Normal, notice.Severity);
        Assert.Equal(breaks > 0, notice.Message.Contains("2 breaks of its API: GET /v0 is gone; GET /v1 is gone", StringComparison.Ordinal));
    }

    [Fact]
    public void An_abort_is_a_rollback_to_who_is_on_call_and_a_superseded_revision_is_none()
    {
        var aborted = Told(Story.Judged()).Orders(OrderKind.Abort, "v2").Settle();
        Assert.Equal(["chat", "pager"], aborted.Now.Notices.Single(n => n.Event == NoticeEvent.RolledBack).To);
        var superseded = Told(Story.Judged()).Wants("v3").Settle();
        Assert.DoesNotContain(superseded.Now.Notices, n => n.Event == NoticeEvent.RolledBack);
    }

    [Fact]
    public void A_revision_that_never_ran_is_taken_back_with_a_notice_too()
    {
        var story = Told(new Story().Settle()).Change(w => w with { Gates = [new GateAnswer("board", GateState.Refused, "v2", "no")] });
        story.Wants("v2").Settle();
        Assert.Single(story.Now.Notices, n => n is { Event: NoticeEvent.RolledBack, Reason: Reasons.GateRefused });
    }

    [Fact]
    public void Receivers_that_hear_nothing_do_not_let_the_record_grow()
    {
        var story = Told(new Story().Settle());
        for (var i = 0; i < 60; i++)
        {
            story.Wants($"v{i + 2}").Settle();
        }

        Assert.Equal(NoticeBook.Most, story.Now.Notices.Count);
        Assert.Contains(story.Happenings, h => h.Reason == Reasons.NoticeNotDelivered && h.Message.Contains("is given up", StringComparison.Ordinal));
        Assert.Equal(story.Now.Notices.Select(n => n.Id).Distinct().Count(), story.Now.Notices.Count);
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(story.Now).Length, 1, 40 * 1024);
    }

    [Fact]
    public void A_receiver_that_is_taken_out_of_the_spec_is_waited_for_no_more()
    {
        var story = Told(Story.Judged()).Hears(Verdict.Worse).Pass();
        story.Change(w => w with { Spec = w.Spec with { Receivers = [], OnCall = null } }).Pass();
        Assert.Empty(story.Now.Notices);
    }

    [Fact]
    public void What_is_an_alert_for_as_long_as_it_lasts_follows_from_the_record_alone()
    {
        var story = Told(Story.Judged());
        Assert.Null(StandingAlert.Of(story.Now));
        story.Hears(Verdict.Worse).Pass();
        var began = StandingAlert.Of(story.Now)!;
        Assert.Equal((NoticeEvent.RolledBack, "v2", story.World.Now), (began.Event, began.Revision, began.Since));
        story.After(TimeSpan.FromMinutes(1)).Settle();
        var then = StandingAlert.Of(JsonSerializer.Deserialize<Progress>(JsonSerializer.Serialize(story.Now))!)!;
        Assert.Equal((began.Event, began.Revision, began.Since), (then.Event, then.Revision, then.Since));
        story.Hears(Verdict.Insufficient).Wants("v3").Settle();
        Assert.Null(StandingAlert.Of(story.Now));
    }

    private static Story Told(Story story) => story.Change(w => w with
    {
        Spec = w.Spec with { Receivers = [Chat, Pager, Alerts], OnCall = new OnCallPlan { BeforeStageOne = ["pager"], OnRollback = ["pager"] } },
    });

    private static void Receive(Story story, params NoticeReceipt[] receipts) =>
        story.Change(w => w with { Receipts = receipts }).Pass().Change(w => w with { Receipts = [] });
}
