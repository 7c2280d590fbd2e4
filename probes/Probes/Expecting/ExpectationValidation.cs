using Rollout.Api;
using Rollout.Api.Binding;
using Rollout.Probes.Json;

namespace Rollout.Probes.Expecting;

/// <summary>Whether an expectation can be checked at all.</summary>
internal static class ExpectationValidation
{
    /// <param name="expect">What is expected.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="known">The fields that this kind of step knows.</param>
    public static IEnumerable<Problem> Problems(Expectation expect, string path, string[] known) =>
        [.. ExpectedFields.Refused(expect, path, known), .. Values(expect, path), .. PatternProblems(expect, path), .. Schema(expect, path)];

    private static IEnumerable<Problem> Values(Expectation expect, string path)
    {
        foreach (var status in expect.Status.Where(s => s is < 100 or > 599))
        {
            yield return new Problem(path + ".status", FormattableString.Invariant($"{status} is no HTTP status"), "give 100 to 599");
        }

        foreach (var json in expect.JsonPath.Keys)
        {
            if (JsonPath.Parse(json, out var wrong) is null)
            {
                yield return new Problem(path + ".jsonPath", wrong!, "write paths like $.items[0].sku");
            }
        }

        if (expect.MaxDuration <= TimeSpan.Zero)
        {
            yield return new Problem(path + ".maxDuration", "the duration is not positive", "give one like 500ms");
        }

        if (expect.MinBytes > expect.MaxBytes)
        {
            yield return new Problem(path + ".minBytes", "minBytes is more than maxBytes", "make it smaller");
        }
    }

    private static IEnumerable<Problem> PatternProblems(Expectation expect, string path)
    {
        (string Place, string Pattern)[] all =
        [
            .. expect.Headers.Select(h => ($"headers.{h.Key}", h.Value)), .. expect.HeadersNever.Select(h => ($"headersNever.{h.Key}", h.Value)),
            .. expect.BodyMatches.Select(p => ("bodyMatches", p)), .. expect.BodyNever.Select(p => ("bodyNever", p)),
            .. expect.AnswersAny.Select(p => ("answersAny", p)), .. expect.AnswersAll.Select(p => ("answersAll", p)),
            .. expect.AnswersNever.Select(p => ("answersNever", p)),
        ];
        foreach (var (place, pattern) in all)
        {
            if (Patterns.Fault(TemplateText.WithoutVariables(pattern)) is { } fault)
            {
                yield return new Problem(
                    $"{path}.{place}",
                    $"\"{pattern}\" is no regular expression that runs in linear time: {fault}",
                    "write it without look-around and back-references");
            }
        }
    }

    private static IEnumerable<Problem> Schema(Expectation expect, string path) =>
        expect.Schema is null ? [] : JsonSchemas.Problems(expect.Schema, path + ".schema");
}
