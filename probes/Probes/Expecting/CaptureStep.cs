using System.Text.RegularExpressions;
using Rollout.Probes.Json;
using Rollout.Probes.Steps.Http;

namespace Rollout.Probes.Expecting;

/// <summary>Takes values out of an answer for later steps.</summary>
internal static class CaptureStep
{
    /// <summary>What a capture begins with that takes a header's value.</summary>
    public const string FromHeader = "header:";

    /// <summary>What a capture begins with that searches the body.</summary>
    public const string FromMatch = "match:";

    private const int ShortestSecret = 6;

    /// <summary>Null where all were found.</summary>
    public static Mismatch? Take(
        IReadOnlyDictionary<string, string> capture, HttpAnswer answer, Dictionary<string, CapturedValue> captured, ProbeLimits limits)
    {
        foreach (var (name, from) in capture.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var expected = $"{from} to be captured as {name}";
            var (value, missing) = from.StartsWith(FromHeader, StringComparison.Ordinal) ? Header(from[FromHeader.Length..], answer)
                : from.StartsWith(FromMatch, StringComparison.Ordinal) ? Match(from[FromMatch.Length..], answer)
                : Path(from, answer);
            if (value is null)
            {
                return new(expected, missing!);
            }

            if (value.Text.Length > limits.MaxCaptureCharacters)
            {
                return new(expected, FormattableString.Invariant($"a value of more than {limits.MaxCaptureCharacters} characters"));
            }

            captured[name] = value;
        }

        return null;
    }

    /// <summary>
    /// Values that were captured and by their name, or by that of where they came from, are secrets: a token that a later answer repeats must
    /// not be shown. Short ones are too common as texts to be masked everywhere.
    /// </summary>
    public static IReadOnlyList<string> Secrets(IReadOnlyDictionary<string, string> capture, IReadOnlyDictionary<string, CapturedValue> captured) =>
    [
        .. capture.Where(c => Redaction.IsTelling(c.Key) || Redaction.IsTellingPath(SourceName(c.Value)))
            .Select(c => captured.TryGetValue(c.Key, out var value) ? value.Text : "").Where(v => v.Length >= ShortestSecret),
    ];

    private static string SourceName(string from) =>
        from.StartsWith(FromHeader, StringComparison.Ordinal) ? from[FromHeader.Length..]
        : from.StartsWith(FromMatch, StringComparison.Ordinal) ? ""
        : from;

    private static (CapturedValue? Value, string? Missing) Path(string path, HttpAnswer answer)
    {
        if (answer.Json is not { } json)
        {
            return (null, "a body that is not JSON");
        }

        return JsonPath.Parse(path, out var fault)?.Find(json) is { } found ? (CapturedValue.Of(found), null) : (null, fault ?? "nothing there");
    }

    private static (CapturedValue? Value, string? Missing) Header(string name, HttpAnswer answer) =>
        answer.Header(name) is [var value, ..] ? (CapturedValue.Of(value), null) : (null, "no such header");

    private static (CapturedValue? Value, string? Missing) Match(string pattern, HttpAnswer answer)
    {
        try
        {
            return Patterns.First(pattern, answer.Text) is { } value ? (CapturedValue.Of(value), null) : (null, "a body that does not match");
        }
        catch (RegexMatchTimeoutException)
        {
            return (null, "a body that takes too long to be searched");
        }
    }
}
