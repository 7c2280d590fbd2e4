using System.Globalization;
using System.Net;
using System.Text;
using Rollout.Probes.Contracts;

namespace Rollout.Probes.History;

/// <summary>
/// The history as a page of its own: no script, nothing from elsewhere, light or dark as the reader's system is. Everything that came from
/// outside is escaped. Pure.
/// </summary>
public static class HistoryPage
{
    /// <summary>What the page may load: its own style and nothing else.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const int MostDifferences = 20;
    private const int LongestDifference = 200;

    private const string Style = """
        :root{color-scheme:light dark;--ink:#1c2127;--paper:#fff;--line:#d5dae0;--soft:#5b6673;--bad:#a6211a;--good:#17693a;--code:#f3f5f7}
        @media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--paper:#14181c;--line:#343c45;--soft:#a0abb7;--bad:#ff8a80;--good:#74d69a;--code:#1d2329}}
        body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:2rem auto;max-width:70rem;padding:0 1rem}
        h1{font-size:1.35rem}h2{font-size:1.05rem;margin-top:2rem}a{color:inherit}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}
        th{color:var(--soft);font-weight:500}th.n{text-align:right}td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .failed{color:var(--bad);font-weight:600}.passed{color:var(--good)}.soft{color:var(--soft)}
        pre{background:var(--code);padding:.75rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}
        .wide{overflow-x:auto}.word{white-space:nowrap}.bad{border-left:3px solid var(--bad);padding-left:.75rem}
        @media(max-width:45rem){.day,.runs th:nth-child(5),.runs td:nth-child(5){display:none}.runs td:nth-child(4){overflow-wrap:anywhere;min-width:6rem}}
        """;

    /// <summary>All remembered runs.</summary>
    /// <param name="runs">Newest first.</param>
    /// <param name="title">Of the page.</param>
    /// <param name="metrics">Where the metrics are.</param>
    /// <param name="problems">What is wrong with the probes' files.</param>
    public static string List(IReadOnlyList<PastRun> runs, string title, string metrics = "metrics", IReadOnlyList<string>? problems = null)
    {
        var rows = new StringBuilder();
        foreach (var run in runs)
        {
            rows.Append(CultureInfo.InvariantCulture, $"""
                <tr><td class="word soft"><time datetime="{run.At:O}"><span class="day">{run.At:yyyy-MM-dd} </span>{run.At:HH:mm:ss}Z</time></td><td class="word">{Text(run.Probe)}</td>
                <td class="word">{Verdict(run)}</td><td>{Text(run.Target)}</td><td class="n">{Duration(run.Result?.Duration)}</td><td>{Text(Why(run))}</td><td><a href="runs/{run.Id}" aria-label="details of run {run.Id}">details</a></td></tr>

                """);
        }

        var table = runs.Count == 0
            ? "<p class=\"soft\">No run yet.</p>"
            : $"<div class=\"wide runs\"><table><thead><tr><th>began (UTC)</th><th>probe</th><th>result</th><th>target</th><th class=\"n\">took</th><th>why</th><th></th></tr></thead><tbody>{rows}</tbody></table></div>";
        var wrong = problems is not { Count: > 0 } ? ""
            : $"<div class=\"bad\"><p class=\"failed\">The files cannot be used as they are; the probes of before run on.</p><p>{string.Join("<br>", problems.Select(Text))}</p></div>";
        return Page(title, $"<h1>{Text(title)}</h1>{wrong}<p class=\"soft\">The latest runs, newest first; those that failed are kept longer. <a href=\"{Text(metrics)}\">Metrics</a></p>{table}");
    }

    /// <summary>One run with its steps and bodies.</summary>
    public static string One(PastRun run)
    {
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"""
            <p><a href="../">all runs</a></p><h1>{Text(run.Probe)} against {Text(run.Target)}</h1>
            <p>{Verdict(run)} <span class="soft">began <time datetime="{run.At:O}">{run.At:yyyy-MM-dd HH:mm:ss.fff}Z</time>, took {Duration(run.Result?.Duration)}</span></p>
            """);
        if (run.Trouble is not null)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p>No run was possible: {Text(run.Trouble)}</p>");
        }
        else if (run.Result?.Failure is { } failed)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p class=\"bad\"><a href=\"#failed\">Step &quot;{Text(failed.Step)}&quot;</a>: expected {Text(failed.Expected ?? "a pass")}, got {Text(failed.Got ?? "a failure")}.</p>");
        }

        foreach (var step in run.Result?.Steps ?? [])
        {
            Step(body, step);
        }

        return Page($"{run.Probe} against {run.Target}", body.ToString());
    }

    private static void Step(StringBuilder body, StepResult step)
    {
        var mark = step.Passed ? "<span class=\"passed\">passed</span>" : "<span class=\"failed\">failed</span>";
        body.Append(CultureInfo.InvariantCulture, $"<h2{(step.Passed ? "" : " id=\"failed\"")}>{Text(step.Step)} {mark} <span class=\"soft\">{Duration(step.Duration)}</span></h2>");
        if (!step.Passed)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p>Expected {Text(step.Expected ?? "a pass")}.<br>Got {Text(step.Got ?? "a failure")}.</p>");
        }

        if (step.Differences.Count > 0)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p>Beside stable's answers:</p><ul>{string.Concat(Gravest(step).Take(MostDifferences).Select(d => $"<li>{Severity(d)}: {Text(Shown(d))}</li>"))}</ul>");
            body.Append(step.Differences.Count > MostDifferences ? string.Create(CultureInfo.InvariantCulture, $"<p>and {step.Differences.Count - MostDifferences} more</p>") : "");
        }

        if (step.Times is { } times)
        {
            var heads = string.Concat(times.Named().Select(t => $"<th>{Heading(t.Phase)}</th>"));
            var cells = string.Concat(times.Named().Select(t => $"<td>{(t.Took == TimeSpan.Zero ? "–" : Duration(t.Took))}</td>"));
            body.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\"><table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table></div>");
        }

        if (step.Body is { } shown)
        {
            body.Append(CultureInfo.InvariantCulture, $"<pre>{Text(shown)}</pre>");
        }
    }

    private static string Heading(string phase) => phase switch
    {
        "tls" => "TLS",
        "firstByte" => "first byte",
        _ => phase,
    };

    private static string Verdict(PastRun run) => run switch
    {
        { Result: null } => "<span class=\"failed\">no run</span>",
        { Passed: true } => "<span class=\"passed\">passed</span>",
        _ => "<span class=\"failed\">failed</span>",
    };

    private static string Why(PastRun run) =>
        run.Trouble ?? (run.Result?.Failure is { } failed ? $"{failed.Step}: expected {failed.Expected}, got {failed.Got}" : Differs(run));

    /// <summary>Of a run that passed: what a careful reader of its answers would want to know all the same.</summary>
    private static string Differs(PastRun run) => run.Result?.Steps.SelectMany(s => s.Differences.Select(d => (s.Step, Difference: d))).OrderByDescending(d => d.Difference.Severity).ToList() is { Count: > 0 } all
        ? string.Create(CultureInfo.InvariantCulture, $"{all[0].Step}: {Severity(all[0].Difference)}, {Shown(all[0].Difference)}{(all.Count > 1 ? $", and {all.Count - 1} more" : "")}")
        : "";

    private static IEnumerable<Difference> Gravest(StepResult step) => step.Differences.OrderByDescending(d => d.Severity);

    private static string Severity(Difference difference) => difference.Severity == DifferenceSeverity.Breaking ? "breaking" : "widening";

    private static string Shown(Difference difference) => Redaction.Shown(difference.ToString(), LongestDifference);

    private static string Duration(TimeSpan? took) => took is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms") : "";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Page(string title, string body) => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Text(title)}</title>
        <style>{Style}</style></head><body><main>{body}</main></body></html>

        """;
}
