using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Rollout.Api;

namespace Rollout.Server.Http;

/// <summary>An error as <c>application/problem+json</c> (RFC 9457) with every problem and its mend.</summary>
public static class ProblemAnswer
{
    public static Task WriteAsync(HttpContext context, int status, string title, string detail, params IReadOnlyList<Problem> problems)
    {
        var body = new JsonObject { ["type"] = "about:blank", ["title"] = title, ["status"] = status, ["detail"] = detail };
        if (problems.Count > 0)
        {
            body["problems"] = new JsonArray(
                [.. problems.Select(p => (JsonNode)new JsonObject { ["place"] = p.Place, ["what"] = p.What, ["mend"] = p.Mend })]);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
