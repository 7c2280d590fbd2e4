using System.Text.Json;
using System.Text.RegularExpressions;
using Rollout.Api;
using Rollout.Probes.Json;
using Rollout.Probes.Steps;
using Rollout.Probes.Steps.Http;
using Rollout.Probes.Templates;

namespace Rollout.Probes.Expecting;

/// <summary>Compares an answer with what was expected. The first thing that does not hold is named.</summary>
internal static class ExpectationCheck
{
    private const int Shown = 120;
    private const int ShownWanted = 2000;

    /// <summary>Null where all holds; with whether it was a regular expression that did not.</summary>
    public static (Mismatch? Mismatch, bool ByPattern) Mismatch(Expectation expected, HttpAnswer answer, TimeSpan took, ProbeRun run)
    {
        try
        {
            return Compared(expected, answer, took, run);
        }
        catch (RegexMatchTimeoutException e)
        {
            return (Patterns.TooLong(e), true);
        }
    }

    private static (Mismatch? Mismatch, bool ByPattern) Compared(Expectation expected, HttpAnswer answer, TimeSpan took, ProbeRun run)
    {
        var captured = run.Captured;
        if ((Status(expected, answer) ?? Unread(answer, run.Limits) ?? Connection(expected, answer)) is { } early)
        {
            return (early, false);
        }

        if ((Headers(expected, answer, captured) ?? BodyCheck.Patterns(expected, answer, captured)) is { } pattern)
        {
            return (pattern, true);
        }

        return (Size(expected, answer) ?? Paths(expected, answer, captured) ?? Schema(expected, answer) ?? Duration(expected, took), false);
    }

    /// <summary>A value as an expectation writes it: texts without quotes, everything else as JSON.</summary>
    public static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    public static Mismatch? Duration(Expectation expected, TimeSpan took) =>
        expected.MaxDuration is { } most && took > most
            ? new($"an answer within {DurationText.Format(most)}", $"one after {DurationText.Format(took)}")
            : null;

    private static Mismatch? Status(Expectation expected, HttpAnswer answer)
    {
        var fits = expected.Status.Count == 0 ? answer.Status is >= 200 and < 300 : expected.Status.Contains(answer.Status);
        if (fits)
        {
            return null;
        }

        var wanted = expected.Status.Count == 0 ? "2xx" : string.Join(" or ", expected.Status);
        var unfollowed = answer.Status is >= 300 and < 400 && answer.Broken is { } why ? $", {why}"
            : answer.Redirects > 0 ? $" at {Redirection.Shown(answer.Address)}, after {answer.Redirects} redirect{(answer.Redirects == 1 ? "" : "s")}"
            : "";
        return new($"status {wanted}", FormattableString.Invariant($"status {answer.Status}{unfollowed}"));
    }

    private static Mismatch? Unread(HttpAnswer answer, ProbeLimits limits) =>
        answer.Cut ? new(FormattableString.Invariant($"a body of at most {limits.MaxBodyBytes} bytes"), "a longer one")
        : answer.Broken is { } broken ? new(answer.Status is >= 300 and < 400 ? "a redirect that leads to an answer" : "a whole body", broken)
        : null;

    private static Mismatch? Connection(Expectation expected, HttpAnswer answer)
    {
        if (expected.Secure is { } secure && secure != answer.Secure)
        {
            return new(secure ? "an answer over TLS" : "an answer without TLS", secure ? "one without" : "one over TLS");
        }

        return expected.Versions.Count > 0 && !expected.Versions.Contains(answer.Version, StringComparer.Ordinal)
            ? new($"HTTP/{string.Join(" or ", expected.Versions)}", $"HTTP/{answer.Version}")
            : null;
    }

    private static Mismatch? Headers(Expectation expected, HttpAnswer answer, IReadOnlyDictionary<string, CapturedValue> captured)
    {
        foreach (var (name, template) in expected.Headers)
        {
            var wanted = $"a header {name} that matches {Redaction.Wanted(name, template, ShownWanted)}";
            var values = answer.Header(name);
            if (TemplateText.Fill(template, TemplatePlace.Pattern, captured, out var fault) is not { } pattern)
            {
                return new(wanted, fault!);
            }

            if (!values.Any(v => Patterns.IsMatch(pattern, v)))
            {
                return new(wanted, values.Count == 0 ? "no such header" : Redaction.Value(name, string.Join(", ", values), Shown));
            }
        }

        foreach (var (name, template) in expected.HeadersNever)
        {
            var wanted = $"no header {name} that matches {Redaction.Wanted(name, template, ShownWanted)}";
            if (TemplateText.Fill(template, TemplatePlace.Pattern, captured, out var fault) is not { } pattern)
            {
                return new(wanted, fault!);
            }

            if (answer.Header(name).FirstOrDefault(v => Patterns.IsMatch(pattern, v)) is { } found)
            {
                return new(wanted, Redaction.Value(name, found, Shown));
            }
        }

        return null;
    }

    private static Mismatch? Size(Expectation expected, HttpAnswer answer) => (expected.MinBytes, expected.MaxBytes, answer.Body.LongLength) switch
    {
        ({ } least, _, var got) when got < least => new(FormattableString.Invariant($"a body of at least {least} bytes"), Bytes(got)),
        (_, { } most, var got) when got > most => new(FormattableString.Invariant($"a body of at most {most} bytes"), Bytes(got)),
        _ => null,
    };

    private static string Bytes(long got) => FormattableString.Invariant($"{got} bytes");

    private static Mismatch? Paths(Expectation expected, HttpAnswer answer, IReadOnlyDictionary<string, CapturedValue> captured)
    {
        foreach (var (path, template) in expected.JsonPath.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var wanted = $"{path} to be {Redaction.Value(path, template, ShownWanted)}";
            if (TemplateText.Fill(template, TemplatePlace.Text, captured, out var missing) is not { } value)
            {
                return new(wanted, missing!);
            }

            if (answer.Json is not { } json)
            {
                return new(wanted, "a body that is not JSON");
            }

            if (JsonPath.Parse(path, out var fault)?.Find(json) is not { } found)
            {
                return new(wanted, fault ?? "nothing there");
            }

            if (Plain(found) != value)
            {
                return new(wanted, Redaction.Value(path, Plain(found), Shown));
            }
        }

        return null;
    }

    private static Mismatch? Schema(Expectation expected, HttpAnswer answer)
    {
        if (expected.Schema is null)
        {
            return null;
        }

        if (answer.Json is not { } json)
        {
            return new("JSON that fits the schema", "a body that is not JSON");
        }

        return JsonSchemas.Of(expected.Schema).FirstFault(json) is { } fault
            ? new($"{fault.Path} to be {Redaction.Wanted(fault.Path, fault.Wanted, ShownWanted)}", Redaction.Value(fault.Path, fault.Got, Shown))
            : null;
    }
}
