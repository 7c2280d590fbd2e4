using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rollout.Api;
using Rollout.History;
using Rollout.History.Reporting;
using Rollout.Server.Releases;

namespace Rollout.Server.Http;

/// <summary>Releases of the past and the report made of them: reading, open as all reading is.</summary>
public static class ReleaseEndpoints
{
    public const int MostAtOnce = 500;

    private static readonly string[] Known = ["since", "before", "limit", "namespace", "name"];

    public static void MapReleases(this IEndpointRouteBuilder routes, ReleaseBook book, TimeProvider time)
    {
        routes.MapGet("/api/v1/history", context => WithQueryAsync(context, time, query => HistoryAsync(context, book, query)));
        routes.MapGet("/api/v1/rollouts/{ns}/{name}/history", context => WithQueryAsync(context, time, query => HistoryAsync(context, book, query)));
        routes.MapGet("/api/v1/report", context => WithQueryAsync(context, time, query => ReportAsync(context, book, query, time)));
    }

    private static async Task HistoryAsync(HttpContext context, ReleaseBook book, ReleaseQuery query)
    {
        var (found, trouble) = await book.ReadAsync(query, context.RequestAborted);
        await JsonAsync(context, ReleaseJson.Of(found, trouble));
    }

    private static async Task ReportAsync(HttpContext context, ReleaseBook book, ReleaseQuery query, TimeProvider time)
    {
        var until = time.GetUtcNow();
        var span = new ReportSpan(query.Since ?? until - TimeSpan.FromDays(90), until);
        var (found, trouble) = await book.ReadAsync(query with { Since = span.Since, Before = null, Most = ReleaseQuery.MostReleases }, context.RequestAborted);
        var report = ReportJson.Of(DeliveryReports.Of(found.Releases, span));
        report["trouble"] = trouble;
        report["isAll"] = found.IsAll;
        await JsonAsync(context, report.ToJsonString());
    }

    private static Task WithQueryAsync(HttpContext context, TimeProvider time, Func<ReleaseQuery, Task> answer)
    {
        var (query, problems) = Read(context, time.GetUtcNow());
        return problems.Count == 0 ? answer(query) : ProblemAnswer.WriteAsync(
            context, StatusCodes.Status422UnprocessableEntity, "The query is not valid", string.Join("; ", problems), [.. problems]);
    }

    private static (ReleaseQuery Query, List<Problem> Problems) Read(HttpContext context, DateTimeOffset now)
    {
        var problems = new List<Problem>();
        var given = context.Request.Query;
        foreach (var key in given.Keys.Where(k => !Known.Contains(k, StringComparer.Ordinal)))
        {
            problems.Add(new Problem($"query.{key}", "is not known", $"use one of: {string.Join(", ", Known)}"));
        }

        string? Text(string key) => given.TryGetValue(key, out var values) && values is [{ Length: > 0 } value] ? value : null;
        var limit = MostAtOnce;
        if (Text("limit") is { } most && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostAtOnce))
        {
            problems.Add(new Problem("query.limit", $"'{most}' is no number of releases", $"write 1 to {MostAtOnce}"));
        }

        return (new ReleaseQuery
        {
            Namespace = (string?)context.Request.RouteValues["ns"] ?? Text("namespace"),
            Name = (string?)context.Request.RouteValues["name"] ?? Text("name"),
            Since = Moment(Text("since"), "since", now, problems),
            Before = Moment(Text("before"), "before", now, problems),
            Most = limit,
        }, problems);
    }

    /// <summary>A time, or how long ago.</summary>
    private static DateTimeOffset? Moment(string? text, string name, DateTimeOffset now, List<Problem> problems)
    {
        if (text is null)
        {
            return null;
        }

        if (DurationText.TryParse(text, out var ago) && ago < TimeSpan.FromDays(36_500))
        {
            return now - ago;
        }

        if (text.Length is > 19 and < 40 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        problems.Add(new Problem($"query.{name}", $"'{text}' is neither a time nor how long ago", "write 90d, 12h or 2026-11-21T12:00:00Z"));
        return null;
    }

    private static Task JsonAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }
}
