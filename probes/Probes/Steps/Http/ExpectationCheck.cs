using System.Text.Json;
using System.Text.RegularExpressions;
using Rollout.Api;
using Rollout.Probes.Json;

namespace Rollout.Probes.Steps.Http;

/// <summary>Compares an answer with what was expected. Pure; the first thing that does not hold is named.</summary>
internal static class ExpectationCheck
{
    /// <summary>
    /// Wide enough that a controller under load does not fail a healthy target; linear time and a bounded body are the real bound.
    /// </summary>
    public static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(5);

    private const int Shown = 120;

    /// <summary>Null where all holds.</summary>
    public static (string Expected, string Got)? Mismatch(Expectation expected, HttpAnswer answer, TimeSpan took, ProbeLimits limits) =>
        Status(expected, answer) ?? Length(answer, limits) ?? Pattern(expected, answer) ?? Paths(expected, answer) ?? Duration(expected, took);

    /// <summary>A value as an expectation writes it: texts without quotes, everything else as JSON.</summary>
    public static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static (string, string)? Status(Expectation expected, HttpAnswer answer)
    {
        var fits = expected.Status.Count == 0 ? answer.Status is >= 200 and < 300 : expected.Status.Contains(answer.Status);
        var wanted = expected.Status.Count == 0 ? "2xx" : string.Join(" or ", expected.Status);
        return fits ? null : ($"status {wanted}", FormattableString.Invariant($"status {answer.Status}"));
    }

    private static (string, string)? Length(HttpAnswer answer, ProbeLimits limits) =>
        answer.Cut ? (FormattableString.Invariant($"a body of at most {limits.MaxBodyBytes} bytes"), "a longer one") : null;

    private static (string, string)? Pattern(Expectation expected, HttpAnswer answer)
    {
        if (expected.BodyMatches is not { } pattern)
        {
            return null;
        }

        bool found;
        try
        {
            found = Regex.IsMatch(answer.Text, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, RegexTimeout);
        }
        catch (RegexMatchTimeoutException)
        {
            return ($"a body that matches {pattern}", $"one that takes longer than {DurationText.Format(RegexTimeout)} to be searched");
        }

        return found ? null : ($"a body that matches {pattern}", answer.Text.Length == 0 ? "an empty body" : "a body that does not");
    }

    private static (string, string)? Paths(Expectation expected, HttpAnswer answer)
    {
        foreach (var (path, value) in expected.JsonPath.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (answer.Json is not { } json)
            {
                return ($"{path} to be {value}", "a body that is not JSON");
            }

            if (JsonPath.Parse(path, out var fault)?.Find(json) is not { } found)
            {
                return ($"{path} to be {value}", fault ?? "nothing there");
            }

            if (Plain(found) != value)
            {
                return ($"{path} to be {value}", Redaction.Value(path, Plain(found), Shown));
            }
        }

        return null;
    }

    private static (string, string)? Duration(Expectation expected, TimeSpan took) =>
        expected.MaxDuration is { } most && took > most
            ? ($"an answer within {DurationText.Format(most)}", $"one after {DurationText.Format(took)}")
            : null;
}
