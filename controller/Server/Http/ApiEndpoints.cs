using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Rollout.Server.Http.Description;

namespace Rollout.Server.Http;

/// <summary>The HTTP API (contract section 6): reading is open, changing needs the token and leaves an audit line.</summary>
public static partial class ApiEndpoints
{
    private const int MostNames = 100;

    private const string One = "/api/v1/rollouts/{ns}/{name}";

    public static void MapRollouts(
        this IEndpointRouteBuilder routes, IReadOnlyList<IRunningRollout> rollouts, AccessToken? token, ILogger log,
        TimeProvider? time = null) => routes.MapRollouts(new ListedRollouts(rollouts), new TokenAccess(token), log, time);

    public static void MapRollouts(this IEndpointRouteBuilder routes, IRollouts rollouts, IAccess access, ILogger log, TimeProvider? time = null)
    {
        var description = ApiDescription.Build().ToJsonString();
        routes.MapGet("/openapi/v1.json", context => JsonAsync(context, description));
        routes.MapGet("/api/v1/rollouts", context => JsonAsync(context, Listing(rollouts)));
        routes.MapGet(One, context => WithRolloutAsync(context, rollouts, rollout => StatusAsync(context, rollout.Current)));
        routes.MapGet(One + "/evidence", context => WithRolloutAsync(context, rollouts, async rollout =>
            await JsonAsync(context, await rollout.EvidenceAsync(context.RequestAborted))));
        routes.MapGet(One + "/events", context => WithRolloutAsync(context, rollouts, rollout => ServerSentEvents.WriteAsync(context, rollout.Events, time ?? TimeProvider.System)));
        foreach (var verb in Enum.GetValues<OrderVerb>())
        {
            routes.MapPost($"{One}/{verb.ToString().ToLowerInvariant()}", context => GuardedAsync(context, access, verb, log, author =>
                WithRolloutAsync(context, rollouts, rollout => OrderAsync(context, rollout, verb, author, log))));
        }
    }

    private static string Listing(IRollouts rollouts)
    {
        var text = new StringBuilder("{\"items\":[");
        text.AppendJoin(',', rollouts.All().Select(rollout => rollout.Current.Json));
        return text.Append("]}").ToString();
    }

    private static Task WithRolloutAsync(HttpContext context, IRollouts rollouts, Func<IRunningRollout, Task> answer)
    {
        var (space, name) = Named(context);
        if (rollouts.Find(space, name) is { } found)
        {
            return answer(found);
        }

        var names = rollouts.All().Take(MostNames + 1).Select(r => $"{r.Namespace}/{r.Name}").ToList();
        var known = names.Count > MostNames ? $"{string.Join(", ", names.Take(MostNames))} and more" : string.Join(", ", names);
        return ProblemAnswer.WriteAsync(context, StatusCodes.Status404NotFound, "No such rollout", $"there is no rollout {space}/{name} here; known: {known}");
    }

    private static (string Space, string Name) Named(HttpContext context) =>
        ((string?)context.Request.RouteValues["ns"] ?? "", (string?)context.Request.RouteValues["name"] ?? "");

    private static async Task GuardedAsync(HttpContext context, IAccess access, OrderVerb verb, ILogger log, Func<string, Task> answer)
    {
        var (space, name) = Named(context);
        var from = context.Connection.RemoteIpAddress?.ToString() ?? "an unknown address";
        var review = await access.ReviewAsync(context.Request.Headers.Authorization.ToString(), new AccessWish(verb, space, name), from, context.RequestAborted);
        if (review is AccessAnswer.Refused { Status: var status })
        {
            LogRefused(log, context.Request.Path, from, status);
        }

        await (review switch
        {
            AccessAnswer.Allowed allowed => answer(allowed.Author),
            AccessAnswer.Refused refused => ProblemAnswer.WriteAsync(context, refused.Status, refused.Title, refused.Detail),
            _ => throw new InvalidOperationException("a review has no third answer"),
        });
    }

    private static async Task OrderAsync(HttpContext context, IRunningRollout rollout, OrderVerb verb, string author, ILogger log)
    {
        var body = await BoundedBody.ReadAsync(context.Request, OrderBody.MostBytes, context.RequestAborted);
        if (body is null)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "The body is too large", $"send at most {OrderBody.MostBytes} bytes");
            return;
        }

        var (order, problems) = OrderBody.Parse(body.Value);
        var answer = problems.Count > 0
            ? new OrderAnswer.Invalid(problems)
            : await rollout.OrderAsync(verb, order, author, context.RequestAborted);
        LogOrder(log, verb, rollout.Namespace, rollout.Name, author, order.Version ?? order.Revision ?? string.Join(", ", order.Images?.Values ?? []), answer.GetType().Name);
        await (answer switch
        {
            OrderAnswer.Accepted => StatusAsync(context, rollout.Current, StatusCodes.Status202Accepted),
            OrderAnswer.Conflict conflict => ProblemAnswer.WriteAsync(context, StatusCodes.Status409Conflict, "Not now", conflict.Reason),
            OrderAnswer.Invalid invalid => ProblemAnswer.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, "The order is not valid",
                string.Join("; ", invalid.Problems), [.. invalid.Problems]),
            _ => throw new InvalidOperationException($"no answer for {answer}"),
        });
    }

    private static Task StatusAsync(HttpContext context, StatusView view, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.ETag = view.ETag;
        if (status == StatusCodes.Status200OK && context.Request.Headers.IfNoneMatch == view.ETag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return JsonAsync(context, view.Json, status);
    }

    private static Task JsonAsync(HttpContext context, string json, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }

    [LoggerMessage(EventId = 701, Level = LogLevel.Warning, Message = "audit: {Path} from {Address} refused: {Status}")]
    private static partial void LogRefused(ILogger log, string path, string address, int status);

    [LoggerMessage(EventId = 700, Level = LogLevel.Information,
        Message = "audit: {Verb} of {Namespace}/{Name} by {Author} for '{Revision}': {Answer}")]
    private static partial void LogOrder(ILogger log, OrderVerb verb, string @namespace, string name, string author, string revision, string answer);
}
