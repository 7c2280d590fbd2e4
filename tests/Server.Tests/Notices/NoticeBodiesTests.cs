using System.Text.Json.Nodes;
using Rollout.Api;
using Rollout.Planning;
using Rollout.Planning.Notices;
using Rollout.Server.Notices;

namespace Rollout.Server.Tests.Notices;

public class NoticeBodiesTests
{
    [Fact]
    public void A_webhook_without_a_template_is_sent_all_of_it()
    {
        var post = NoticeBodies.Of(Told.Receiver(ReceiverKind.Webhook), Told.RolledBack(), "default", "shop");
        var json = JsonNode.Parse(post.Body)!.AsObject();
        Assert.Equal(NoticeTemplate.Names, json.Select(p => p.Key));
        Assert.Equal(("RolledBack", "v2", "v1", "2026-11-21T12:00:00.000Z", "1"), ((string?)json["event"], (string?)json["revision"], (string?)json["stable"], (string?)json["at"], (string?)json["stage"]));
        Assert.Equal(post.Key, (string?)json["key"]);
        Assert.Equal("application/json", post.ContentType);
    }

    [Fact]
    public void The_key_is_the_same_for_the_same_notice_and_receiver_and_another_for_any_other()
    {
        static string? Key(Notice notice, string receiver = "pager", string rollout = "shop") =>
            NoticeBodies.Of(new NoticeReceiver { Name = receiver, Kind = ReceiverKind.Webhook }, notice, "default", rollout).Key;
        var keys = new[]
        {
            Key(Told.RolledBack()), Key(Told.RolledBack(2)), Key(Told.RolledBack(), "chat"), Key(Told.RolledBack(), rollout: "till"), Key(Told.RolledBack() with { At = Told.Noon.AddTicks(1) }),
            NoticeBodies.Of(new NoticeReceiver { Name = "pager", Kind = ReceiverKind.Webhook }, Told.RolledBack(), "store", "shop").Key,
        };
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys[0], Key(Told.RolledBack() with { To = ["chat", "pager"] }));
    }

    [Fact]
    public void A_template_is_the_whole_body()
    {
        var json = NoticeBodies.Of(Told.Receiver(ReceiverKind.Webhook, template: """{"t":"{{ message }}","dedup_key":"{{ key }}"}"""), Told.RolledBack(), "default", "shop");
        Assert.Equal(("Harm is proven: \"dollars\" 21 % <less>", "application/json"), ((string?)JsonNode.Parse(json.Body)!["t"], json.ContentType));
        var text = NoticeBodies.Of(Told.Receiver(ReceiverKind.Webhook, template: "{{ rollout }}: {{ event }}"), Told.RolledBack(), "default", "shop");
        Assert.Equal(("shop: RolledBack", "text/plain; charset=utf-8"), (text.Body, text.ContentType));
    }

    [Fact]
    public void Slack_gets_a_text_that_calls_nobody()
    {
        var notice = Told.RolledBack() with { Message = "see <!channel> & run" };
        Assert.Equal("""{"text":"shop RolledBack (v2): see \u0026lt;!channel\u0026gt; \u0026amp; run"}""", NoticeBodies.Of(Told.Receiver(ReceiverKind.Slack), notice, "default", "shop").Body);
    }

    [Fact]
    public void Teams_gets_an_adaptive_card()
    {
        var json = JsonNode.Parse(NoticeBodies.Of(Told.Receiver(ReceiverKind.Teams, template: "{{ message }}"), Told.RolledBack(), "default", "shop").Body)!;
        var attachment = json["attachments"]![0]!;
        Assert.Equal(("message", "application/vnd.microsoft.card.adaptive", "AdaptiveCard"), ((string?)json["type"], (string?)attachment["contentType"], (string?)attachment["content"]!["type"]));
        Assert.Equal("Harm is proven: \"dollars\" 21 % <less>", (string?)attachment["content"]!["body"]![1]!["text"]);
        Assert.Equal(("shop: RolledBack", "Attention"), ((string?)attachment["content"]!["body"]![0]!["text"], (string?)attachment["content"]!["body"]![0]!["color"]));
    }

    [Fact]
    public void An_Alertmanager_is_told_of_the_state_and_of_its_end()
    {
        var receiver = Told.Receiver(ReceiverKind.Alertmanager) with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "shop" } };
        var standing = new StandingAlert(NoticeEvent.Held, "v2", Told.Noon, Reasons.DeadlinePassed, "Stage 1 did not get enough evidence");
        var post = NoticeBodies.Of(receiver, standing, false, "default", "shop", Told.Noon.AddMinutes(1));
        var one = JsonNode.Parse(post.Body)![0]!;
        Assert.Equal("/api/v2/alerts", post.Path);
        Assert.Equal("""{"alertname":"StaggeredRolloutHeld","namespace":"default","rollout":"shop","severity":"warning","sent_by":"staggered.dev","team":"shop"}""", one["labels"]!.ToJsonString());
        Assert.Equal(("2026-11-21T12:00:00.000Z", "2026-11-21T12:05:00.000Z"), ((string?)one["startsAt"], (string?)one["endsAt"]));
        Assert.Equal(("DeadlinePassed", "v2"), ((string?)one["annotations"]!["reason"], (string?)one["annotations"]!["revision"]));
        var worst = NoticeBodies.Of(receiver, standing with { Event = NoticeEvent.RolledBack }, false, "default", "shop", Told.Noon);
        Assert.Equal("critical", (string?)JsonNode.Parse(worst.Body)![0]!["labels"]!["severity"]);
        var disguised = receiver with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["sent_by"] = "me" } };
        Assert.Equal("staggered.dev", (string?)JsonNode.Parse(NoticeBodies.Of(disguised, standing, false, "default", "shop", Told.Noon).Body)![0]!["labels"]!["sent_by"]);
        var over = JsonNode.Parse(NoticeBodies.Of(receiver, standing, true, "default", "shop", Told.Noon.AddMinutes(2)).Body)![0]!;
        Assert.Equal((one["labels"]!.ToJsonString(), "2026-11-21T12:02:00.000Z"), (over["labels"]!.ToJsonString(), (string?)over["endsAt"]));
    }
}
