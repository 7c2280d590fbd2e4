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
    private const string One = "/api/v1/rollouts/{ns}/{name}";

    public static void MapRollouts(
        this IEndpointRouteBuilder routes, IReadOnlyList<IRunningRollout> rollouts, AccessToken? token, ILogger log,
        TimeProvider? time = null)
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
            routes.MapPost($"{One}/{verb.ToString().ToLowerInvariant()}", context => GuardedAsync(context, token, () =>
                WithRolloutAsync(context, rollouts, rollout => OrderAsync(context, rollout, verb, log))));
        }
    }

    private static string Listing(IReadOnlyList<IRunningRollout> rollouts)
    {
        var text = new StringBuilder("{\"items\":[");
        text.AppendJoin(',', rollouts.Select(rollout => rollout.Current.Json));
        return text.Append("]}").ToString();
    }

    private static Task WithRolloutAsync(HttpContext context, IReadOnlyList<IRunningRollout> rollouts, Func<IRunningRollout, Task> answer)
    {
        var (space, name) = ((string?)context.Request.RouteValues["ns"], (string?)context.Request.RouteValues["name"]);
        var found = rollouts.FirstOrDefault(r => r.Namespace == space && r.Name == name);
        var known = string.Join(", ", rollouts.Select(r => $"{r.Namespace}/{r.Name}"));
        return found is not null
            ? answer(found)
            : ProblemAnswer.WriteAsync(context, StatusCodes.Status404NotFound, "No such rollout", $"there is no rollout {space}/{name} here; known: {known}");
    }

    private static Task GuardedAsync(HttpContext context, AccessToken? token, Func<Task> answer)
    {
        if (token is null)
        {
            return ProblemAnswer.WriteAsync(context, StatusCodes.Status403Forbidden, "Changing calls are off",
                "this controller was started without a token; start it with --token-file FILE");
        }

        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
        {
            return ProblemAnswer.WriteAsync(context, StatusCodes.Status401Unauthorized, "A token is needed", "send the header Authorization: Bearer TOKEN");
        }

        return token.Matches(authorization)
            ? answer()
            : ProblemAnswer.WriteAsync(context, StatusCodes.Status401Unauthorized, "The token is not the configured one", "compare it with the controller's token file");
    }

    private static async Task OrderAsync(HttpContext context, IRunningRollout rollout, OrderVerb verb, ILogger log)
    {
        var body = await BoundedBody.ReadAsync(context.Request, OrderBody.MostBytes, context.RequestAborted);
        if (body is null)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "The body is too large", $"send at most {OrderBody.MostBytes} bytes");
            return;
        }

        var (order, problems) = OrderBody.Parse(body.Value);
        var author = $"token holder at {context.Connection.RemoteIpAddress}";
        var answer = problems.Count > 0
            ? new OrderAnswer.Invalid(problems)
            : await rollout.OrderAsync(verb, order, author, context.RequestAborted);
        LogOrder(log, verb, rollout.Namespace, rollout.Name, author, order.Version ?? order.Revision ?? "", answer.GetType().Name);
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

    [LoggerMessage(EventId = 700, Level = LogLevel.Information,
        Message = "audit: {Verb} of {Namespace}/{Name} by {Author} for '{Revision}': {Answer}")]
    private static partial void LogOrder(ILogger log, OrderVerb verb, string @namespace, string name, string author, string revision, string answer);
}
