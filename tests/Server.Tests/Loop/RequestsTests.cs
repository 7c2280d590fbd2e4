using Rollout.Planning;
using Rollout.Server.Http;
using Rollout.Server.Loop;
using Rollout.Server.Tests.Judging;
using OrderAnswer = Rollout.Server.Http.OrderAnswer;

namespace Rollout.Server.Tests.Loop;

public sealed class RequestsTests
{
    private static readonly OrderBody Nothing = new(null, null, null, null);

    [Fact]
    public void A_start_wants_a_version_and_orders_nothing()
    {
        var request = Of(OrderVerb.Start, Nothing with { Version = "v2" }, Shop.AtRest());
        Assert.Equal(("v2", "ann", Shop.Noon), (request.Wanted?.Revision, request.Wanted?.Author, request.Wanted?.At));
        Assert.Null(request.Order);
    }

    [Fact]
    public void A_start_says_where_the_release_comes_from_and_what_is_wrong_with_that_is_said_all_at_once()
    {
        var body = Nothing with { Version = "v2", Commit = "9fceb02", BuiltAt = "2026-11-21T10:00:00Z", CommittedAt = "2026-11-21T09:00:00+02:00" };
        Assert.Equal(
            new ReleaseIdentity { Commit = "9fceb02", BuiltAt = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero), CommittedAt = new(2026, 11, 21, 7, 0, 0, TimeSpan.Zero) },
            Of(OrderVerb.Start, body, Shop.AtRest()).Wanted?.Identity);
        var wrong = Of(OrderVerb.Start, body with { Version = null, Commit = "two words", BuiltAt = "yesterday", CommittedAt = "2026-11-21" }, Shop.AtRest());
        Assert.Equal(["body.version", "body.commit", "body.committedAt", "body.builtAt"], Assert.IsType<OrderAnswer.Invalid>(wrong.Answer).Problems.Select(p => p.Place));
        Assert.Null(wrong.Wanted);
    }

    [Fact]
    public void A_start_says_what_the_version_breaks_or_is_told_everything_that_is_wrong_with_it()
    {
        var request = Of(OrderVerb.Start, Nothing with { Version = "v2", ApiBreaks = "$.items, $.total" }, Shop.AtRest());
        Assert.Equal(["$.items", "$.total"], request.Wanted!.ApiBreaks);
        var wrong = Assert.IsType<OrderAnswer.Invalid>(Of(OrderVerb.Start, Nothing with { ApiBreaks = "items" }, Shop.AtRest()).Answer);
        Assert.Equal(["body.version", "body.apiBreaks"], wrong.Problems.Select(p => p.Place));
    }

    [Fact]
    public void A_start_says_its_class_of_risk()
    {
        Assert.Equal("high", Of(OrderVerb.Start, Nothing with { Version = "v2", Risk = "high" }, Shop.AtRest()).Wanted?.Identity.Risk);
        var wrong = Assert.IsType<OrderAnswer.Invalid>(Of(OrderVerb.Start, Nothing with { Version = "v2", Risk = "Very High" }, Shop.AtRest()).Answer);
        Assert.Equal("body.risk", Assert.Single(wrong.Problems).Place);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("-rf /")]
    public void A_start_without_a_version_or_with_what_is_none_is_refused_with_its_place(string? version)
    {
        var request = Of(OrderVerb.Start, Nothing with { Version = version }, Shop.AtRest());
        Assert.Equal("body.version", Assert.Single(Assert.IsType<OrderAnswer.Invalid>(request.Answer).Problems).Place);
        Assert.Null(request.Wanted);
    }

    [Theory]
    [InlineData(OrderVerb.Abort, OrderKind.Abort)]
    [InlineData(OrderVerb.Promote, OrderKind.Promote)]
    public void Abort_and_promote_are_about_what_is_on_trial_unless_told_and_conflict_when_nothing_is(OrderVerb verb, OrderKind kind)
    {
        Assert.Equal(new Order(kind, "v2", "ann", Shop.Noon), Of(verb, Nothing, Shop.OnTrial()).Order);
        Assert.Equal("v9", Of(verb, Nothing with { Revision = "v9" }, Shop.OnTrial()).Order?.Revision);
        Assert.Equal(new OrderAnswer.Conflict("nothing is on trial"), Of(verb, Nothing, Shop.AtRest()).Answer);
    }

    [Fact]
    public void A_retry_is_of_the_newest_refused_revision()
    {
        var refused = Shop.AtRest() with { RefusedRevisions = [new("v3", "Harm", "lost", Shop.Noon), new("v2", "Harm", "lost", Shop.Noon)] };
        Assert.Equal("v3", Of(OrderVerb.Retry, Nothing, refused).Order?.Revision);
        Assert.IsType<OrderAnswer.Conflict>(Of(OrderVerb.Retry, Nothing, Shop.OnTrial()).Answer);
    }

    private static Requests Of(OrderVerb verb, OrderBody body, Progress progress) => Requests.Of(verb, body, "ann", progress, Shop.Noon);
}
