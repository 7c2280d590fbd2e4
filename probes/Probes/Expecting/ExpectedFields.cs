using Rollout.Api;

namespace Rollout.Probes.Expecting;

/// <summary>Which fields of an expectation a kind of step can compare with; the others are refused rather than left unlooked at.</summary>
internal static class ExpectedFields
{
    private static readonly (string Name, Func<Expectation, bool> Given)[] All =
    [
        ("status", e => e.Status.Count > 0), ("headers", e => e.Headers.Count > 0), ("headersNever", e => e.HeadersNever.Count > 0),
        ("bodyMatches", e => e.BodyMatches.Count > 0), ("bodyNever", e => e.BodyNever.Count > 0), ("jsonPath", e => e.JsonPath.Count > 0),
        ("schema", e => e.Schema is not null), ("maxDuration", e => e.MaxDuration is not null), ("minBytes", e => e.MinBytes is not null),
        ("maxBytes", e => e.MaxBytes is not null), ("versions", e => e.Versions.Count > 0), ("secure", e => e.Secure is not null),
        ("validDays", e => e.ValidDays is not null), ("rcode", e => e.Rcode.Count > 0), ("answersAny", e => e.AnswersAny.Count > 0),
        ("answersAll", e => e.AnswersAll.Count > 0), ("answersNever", e => e.AnswersNever.Count > 0),
    ];

    public static readonly string[] Http =
    [
        "status", "headers", "headersNever", "bodyMatches", "bodyNever", "jsonPath", "schema", "maxDuration", "minBytes", "maxBytes", "versions", "secure",
    ];

    public static readonly string[] Talk = ["maxDuration"];
    public static readonly string[] Dns = ["maxDuration", "rcode", "answersAny", "answersAll", "answersNever"];
    public static readonly string[] Tls = ["maxDuration", "validDays"];
    public static readonly string[] Exec = ["maxDuration", "bodyMatches", "bodyNever"];

    public static IEnumerable<Problem> Refused(Expectation expect, string path, string[] known) => All
        .Where(f => f.Given(expect) && !known.Contains(f.Name, StringComparer.Ordinal))
        .Select(f => new Problem($"{path}.{f.Name}", "this kind of step has nothing to compare with it", $"known here: {string.Join(", ", known)}"));
}
