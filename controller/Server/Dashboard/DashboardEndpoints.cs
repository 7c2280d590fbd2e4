using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Rollout.Server.Dashboard;

/// <summary>
/// Serves the dashboard at <c>/</c> and its files at <c>/dashboard/{file}</c>, embedded, with entity tags. The page reads the HTTP API
/// relative to its own address, so it also works behind a proxy's path prefix, and its policy lets it reach no other host.
/// </summary>
public static class DashboardEndpoints
{
    /// <summary>
    /// Nothing inline, nothing from elsewhere, no text parsed as markup (Trusted Types without a single policy), no frame, no form.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>Adds the page to an application's routes. GET and HEAD only; an unknown file is 404.</summary>
    public static IEndpointRouteBuilder MapDashboard(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var files = DashboardFiles.Load();
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        endpoints.MapMethods("/", methods, (HttpContext context) => Serve(context, files, "index.html"));
        endpoints.MapMethods("/dashboard/{file}", methods, (HttpContext context, string file) => Serve(context, files, file));
        return endpoints;
    }

    private static IResult Serve(HttpContext context, FrozenDictionary<string, DashboardFile> files, string name)
    {
        if (!files.TryGetValue(name, out var file))
        {
            return TypedResults.NotFound();
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // The names carry no hash: a browser keeps the files and asks each time whether they are still these.
        headers.CacheControl = "no-cache";
        return TypedResults.Bytes(file.Content, file.ContentType, entityTag: new EntityTagHeaderValue(file.EntityTag));
    }
}
