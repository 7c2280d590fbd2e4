using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rollout.Probes.History;

namespace Rollout.Server.Probing;

/// <summary>The page of the last runs, and one of each run.</summary>
internal static class RunEndpoints
{
    /// <param name="endpoints">Where it is served.</param>
    /// <param name="root">Empty, or a path without a slash at its end.</param>
    /// <param name="history">What is shown.</param>
    /// <param name="title">Asked for every page.</param>
    /// <param name="metrics">Where the metrics are, as a link from the page.</param>
    /// <param name="problems">What is wrong with the probes' files; null where there are none.</param>
    public static void MapRuns(
        this IEndpointRouteBuilder endpoints, string root, ProbeHistory history, Func<string> title, string metrics, Func<IReadOnlyList<string>>? problems = null)
    {
        endpoints.MapGet(root + "/", context =>
        {
            // The page's links begin from its own folder.
            if (root.Length > 0 && context.Request.Path.Value?.EndsWith('/') != true)
            {
                context.Response.Redirect(root[1..] + "/");
                return Task.CompletedTask;
            }

            return PageAsync(context, HistoryPage.List(history.Latest(), title(), metrics, problems?.Invoke() ?? []));
        });
        endpoints.MapGet(root + "/runs/{id:long}", context =>
        {
            var id = long.Parse((string)context.Request.RouteValues["id"]!, NumberStyles.None, CultureInfo.InvariantCulture);
            if (history.Find(id) is { } run)
            {
                return PageAsync(context, HistoryPage.One(run));
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync("this run is not remembered any more", context.RequestAborted);
        });
    }

    private static Task PageAsync(HttpContext context, string page)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = HistoryPage.ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }
}
