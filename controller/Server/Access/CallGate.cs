using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollout.Server.Http;

namespace Rollout.Server.Access;

/// <summary>Where every changing call comes through: known and allowed, or answered here.</summary>
internal static partial class CallGate
{
    /// <summary>Who calls; null when the call was refused, and answered.</summary>
    public static async ValueTask<string?> PassAsync(HttpContext context, ICallGuard? guard, IReadOnlyList<AccessDemand> demands, ILogger log)
    {
        if (guard is null)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status403Forbidden, "Changing calls are off",
                "this controller was started without a token; start it with --token-file FILE");
            return null;
        }

        var answer = await guard.AskAsync(context.Request.Headers.Authorization.ToString(), demands, context.RequestAborted);
        if (answer is GuardAnswer.Allowed allowed)
        {
            return allowed.Caller;
        }

        LogRefused(log, context.Request.Path, From(context), answer.GetType().Name);
        await (answer switch
        {
            GuardAnswer.Unknown unknown => ProblemAnswer.WriteAsync(context, StatusCodes.Status401Unauthorized, unknown.Title, unknown.Mend),
            GuardAnswer.Forbidden forbidden => ProblemAnswer.WriteAsync(context, StatusCodes.Status403Forbidden, forbidden.Title, forbidden.Mend),
            GuardAnswer.Unavailable unavailable => LaterAsync(context, unavailable.Why),
            _ => throw new InvalidOperationException($"no answer for {answer}"),
        });
        return null;
    }

    /// <summary>Where a call comes from.</summary>
    public static string From(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "an unknown address";

    private static Task LaterAsync(HttpContext context, string why)
    {
        context.Response.Headers.RetryAfter = "5";
        return ProblemAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Who calls cannot be found out now", why);
    }

    [LoggerMessage(EventId = 702, Level = LogLevel.Warning, Message = "audit: {Path} from {Address} refused: {Answer}")]
    private static partial void LogRefused(ILogger log, string path, string address, string answer);
}
