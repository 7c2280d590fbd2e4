using Rollout.Api;
using Rollout.Fleets.Hosts;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Server.Http;

using ApiBreakText = Rollout.Api.Resources.ApiBreakText;
using OrderAnswer = Rollout.Server.Http.OrderAnswer;

namespace Rollout.Server.Loop;

/// <summary>What an order of the API means: a wanted revision, or an order for the planner; or why it makes no sense now. Pure.</summary>
/// <param name="Answer">To the caller.</param>
/// <param name="Wanted">The revision to want from now on; null: no change.</param>
/// <param name="Order">For the planner; null: none.</param>
public sealed record Requests(OrderAnswer Answer, WantedRevision? Wanted, Order? Order)
{
    public static Requests Of(OrderVerb verb, OrderBody body, string author, Progress progress, DateTimeOffset now) => verb switch
    {
        OrderVerb.Start => Start(body, author, now),
        OrderVerb.Pause => Ordered(OrderKind.Pause, null, author, now),
        OrderVerb.Resume => Ordered(OrderKind.Resume, null, author, now),
        OrderVerb.Abort => About(OrderKind.Abort, body.Revision ?? progress.CanaryRevision, "nothing is on trial", author, now),
        OrderVerb.Promote => About(OrderKind.Promote, body.Revision ?? progress.CanaryRevision, "nothing is on trial", author, now),
        OrderVerb.Retry => About(OrderKind.Retry, body.Revision ?? (progress.RefusedRevisions is [var newest, ..] ? newest.Revision : null), "nothing was refused", author, now),
    };

    private static Requests Start(OrderBody body, string author, DateTimeOffset now)
    {
        var (identity, unclear) = body.Identity();
        var (breaks, unread) = ApiBreakText.Read(body.ApiBreaks, "body.apiBreaks");
        var wrong = body.Version switch
        {
            null => new Problem("body.version", "is missing", "name the version to roll out: {\"version\":\"v2\"}"),
            var version when !VersionText.IsVersion(version) => new Problem("body.version", $"'{version}' is no version", VersionText.Mend),
            _ => null,
        };
        Problem[] all = [.. wrong is null ? [] : new[] { wrong }, .. unclear, .. unread];
        return all.Length > 0 ? new Requests(new OrderAnswer.Invalid(all), null, null)
            : new Requests(new OrderAnswer.Accepted(), new WantedRevision(body.Version!, author, now) { Identity = identity, ApiBreaks = ValueList.From(breaks) }, null);
    }

    private static Requests About(OrderKind kind, string? revision, string nothing, string author, DateTimeOffset now) =>
        revision is null ? new Requests(new OrderAnswer.Conflict(nothing), null, null) : Ordered(kind, revision, author, now);

    private static Requests Ordered(OrderKind kind, string? revision, string author, DateTimeOffset now) =>
        new(new OrderAnswer.Accepted(), null, new Order(kind, revision, author, now));
}
