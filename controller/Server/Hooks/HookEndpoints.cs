using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Rollout.Server.Access;
using Rollout.Server.Http;

namespace Rollout.Server.Hooks;

/// <summary>
/// <c>POST /hooks/alertmanager</c> and <c>/hooks/grafana</c>. 200 only when every rollout that the alerts concern has them recorded; else
/// 503, and the sender, which keeps what was not taken, tells again.
/// </summary>
public static partial class HookEndpoints
{
    /// <summary>Our own alerts carry this label; they never come back to us as somebody else's.</summary>
    public const string OwnLabel = "sent_by";

    public const string OwnValue = "staggered.dev";

    public static void MapHooks(
        this IEndpointRouteBuilder routes, IRollouts rollouts, ICallGuard? guard, HookSecret? secret, ILogger log, TimeProvider time)
    {
        foreach (var source in Enum.GetValues<HookSource>())
        {
            routes.MapPost($"/hooks/{source.ToString().ToLowerInvariant()}", context => TakeAsync(context, source, rollouts, guard, secret, log, time));
        }
    }

    private static async Task TakeAsync(
        HttpContext context, HookSource source, IRollouts rollouts, ICallGuard? guard, HookSecret? secret, ILogger log, TimeProvider time)
    {
        // Nobody unknown makes us hold a body: with a signature it must be read first, and only where there is a secret to check it with.
        var signature = secret is null ? "" : context.Request.Headers[HookSecret.SignatureHeader].ToString();
        var caller = signature.Length > 0 ? ""
            : secret?.IsBearer(context.Request.Headers.Authorization) == true ? "holder of the hooks' token"
            : await CallGate.PassAsync(context, guard, [AccessDemand.ToTellOfAlerts], log);
        if (caller is null)
        {
            return;
        }

        var body = await BoundedBody.ReadAsync(context.Request, HookPayload.MostBytes, context.RequestAborted);
        if (body is null)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "The body is too large",
                $"send at most {HookPayload.MostBytes} bytes: group by fewer alerts, or set max_alerts");
            return;
        }

        if (signature.Length > 0)
        {
            var sentAt = HookSecret.TimeHeaders.Select(h => context.Request.Headers[h].ToString()).FirstOrDefault(t => t.Length > 0);
            if (!secret!.IsSigned(signature, sentAt, body.Value.Span, time.GetUtcNow()))
            {
                LogRefused(log, source, CallGate.From(context));
                await ProblemAnswer.WriteAsync(context, StatusCodes.Status401Unauthorized, "The signature does not fit",
                    $"sign the body with the secret of the controller's hook token file; where a time is sent, it must be within {HookSecret.Freshest.TotalMinutes} minutes of ours");
                return;
            }

            caller = "signed with the hooks' secret";
        }

        var (payload, problems) = HookPayload.Parse(body.Value, source, time.GetUtcNow());
        if (payload is null)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, "These are no alerts", string.Join("; ", problems), [.. problems]);
            return;
        }

        await HearAsync(context, source, payload, rollouts, $"{caller} at {CallGate.From(context)}", log);
    }

    private static async Task HearAsync(
        HttpContext context, HookSource source, HookPayload payload, IRollouts rollouts, string caller, ILogger log)
    {
        var told = new AlertGroup([.. payload.Alerts.Where(a => a.Labels.GetValueOrDefault(OwnLabel) != OwnValue)]);
        var answers = await Task.WhenAll(rollouts.All().Select(async r => (Rollout: r, Answer: await r.HearAsync(told, context.RequestAborted))));
        var concerned = answers.Where(a => a.Answer is not HeardAnswer.Recorded { Fitting: 0 }).ToList();
        LogHeard(log, source, payload.Alerts.Count, payload.Truncated, caller, string.Join(", ", concerned.Select(a => $"{a.Rollout.Namespace}/{a.Rollout.Name}")));
        if (concerned.Select(a => a.Answer).OfType<HeardAnswer.NotYet>().FirstOrDefault() is { } waiting)
        {
            context.Response.Headers.RetryAfter = "1";
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Not recorded yet", waiting.Why + "; send it again");
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(new JsonObject
        {
            ["alerts"] = payload.Alerts.Count,
            ["rollouts"] = new JsonArray([.. concerned.Select(a => (JsonNode)new JsonObject
            {
                ["namespace"] = a.Rollout.Namespace, ["name"] = a.Rollout.Name, ["fitting"] = ((HeardAnswer.Recorded)a.Answer).Fitting,
            })]),
        }.ToJsonString(), context.RequestAborted);
    }

    [LoggerMessage(EventId = 710, Level = LogLevel.Information,
        Message = "audit: {Source} told of {Count} alerts ({Truncated} left out) by {Caller}; recorded by {Rollouts}")]
    private static partial void LogHeard(ILogger log, HookSource source, int count, int truncated, string caller, string rollouts);

    [LoggerMessage(EventId = 711, Level = LogLevel.Warning, Message = "audit: alerts of {Source} from {Address} refused: their signature does not fit")]
    private static partial void LogRefused(ILogger log, HookSource source, string address);
}
