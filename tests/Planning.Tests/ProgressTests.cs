using System.Text.Json;
using Rollout.Judge;
using Rollout.Planning.Alerts;
using Rollout.Planning.Notices;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests;

public class ProgressTests
{
    [Fact]
    public void Json_carries_every_member_there_and_back()
    {
        var at = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(2)).AddTicks(1234567);
        var full = new Progress
        {
            Phase = Phase.Paused, Before = Phase.Promoting, Since = at, Reason = Reasons.PausedByOwner, Message = "Paused by \"ada\" <&>",
            StableRevision = "v1", PreviousStableRevision = "v0", CanaryRevision = "v2", Widenings = [new Widening("p", "s", "$.a", "not there", "a text")], Trial = 7, StartedAt = at,
            Stage = new StageProgress { Index = 1, Nodes = 2, FleetNodes = 4, Since = at, ReadyAt = at,
                Deadline = new StageClock(TimeSpan.FromTicks(123), at), Startup = new StageClock(TimeSpan.FromDays(3), null) },
            CanaryNodes = ["n1", "n2"], WarmingNodes = ["n2"], WarmUpUntil = at, UnavailableSince = at, Grant = Grant.Widen,
                PromotedBy = "ada",
            Harm = new HarmRecord("dollars", "21 % less", at), PausedByOrder = new PauseRecord(null, at),
            Alerts = [new KnownAlert("f", "pages", "HighErrors", "5xx", at, at, at, "ada")], LastNotice = 3,
            Notices = [new Notice(3, Api.NoticeEvent.RolledBack, at, "v2", "v1", Phase.RollingBack, Reasons.Aborted, "m", Severity.Warning, 1, ["chat"])],
            WayBack = new WayBack(OutcomeResult.Aborted, "v2", Reasons.Aborted, "m", "ada") { Nodes = ["n1"] },
            Release = new ReleaseNotes { Identity = new ReleaseIdentity { Commit = "c" }, Stages = [new StageNote(0, 1, 4, at, at, null)], AskedAt = at },
            RefusedRevisions = [new RefusedRevision("v3", Reasons.HarmProven, "m", at)],
                Outcomes = [new Outcome(OutcomeResult.Superseded, "v3", Reasons.Aborted, "m", at, at, "bo")],
        };
        Assert.DoesNotContain(typeof(Progress).GetProperties(), p => p.CanWrite && p.GetValue(full) is null);
        Assert.Equal(full, JsonSerializer.Deserialize<Progress>(JsonSerializer.Serialize(full)));
    }

    [Fact]
    public void An_unknown_member_is_refused_rather_than_forgotten()
    {
        var text = JsonSerializer.Serialize(Progress.Initial).Replace("\"Trial\"", "\"Trail\"", StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Progress>(text));
    }

    [Fact]
    public void What_is_remembered_is_bounded()
    {
        var story = new Story().Settle();
        for (var i = 0; i < 30; i++)
        {
            story.Wants($"bad{i}").Hears(Verdict.Insufficient).Settle().Hears(Verdict.Worse).Settle();
        }

        Assert.Equal(Progress.MostRefused, story.Now.RefusedRevisions.Count);
        Assert.Equal(Progress.MostOutcomes, story.Now.Outcomes.Count);
        Assert.Equal(("bad29", "bad29"), (story.Now.RefusedRevisions[0].Revision, story.Now.Outcomes[0].Revision));
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(story.Now).Length, 1, 16 * 1024);
    }

    [Fact]
    public void A_record_that_contradicts_itself_touches_nothing_and_says_so()
    {
        var plan = Planner.Decide(A.World(Progress.Initial with { Phase = Phase.Judging }));
        Assert.Equal((Phase.Invalid, Reasons.RecordContradictory), (plan.Next.Phase, plan.Reason));
        Assert.IsType<Effect.EnsureNothing>(Assert.Single(plan.Effects));
    }

    [Fact]
    public void A_clock_that_was_set_back_takes_nothing_back()
    {
        var clock = new StageClock(TimeSpan.FromMinutes(3), A.Start);
        Assert.Equal(TimeSpan.FromMinutes(3), clock.At(A.Start.AddHours(-1)));
        Assert.Equal(TimeSpan.FromMinutes(5), clock.At(A.Start.AddMinutes(2)));
        Assert.Equal(TimeSpan.FromMinutes(5), clock.Set(false, A.Start.AddMinutes(2)).At(A.Start.AddDays(1)));
    }
}
