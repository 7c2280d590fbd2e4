using System.Globalization;
using Rollout.Api.Binding;

namespace Rollout.Api.Resources;

/// <summary>
/// What a release says of itself in annotations of its workload, read when its revision is first seen and no part of the revision. A
/// problem stops nothing: what is wrong is absent, and said.
/// </summary>
public sealed record ReleaseAnnotations
{
    public const string CommitKey = OrderAnnotations.Prefix + "commit";
    public const string CommittedAtKey = OrderAnnotations.Prefix + "committed-at";
    public const string BuiltAtKey = OrderAnnotations.Prefix + "built-at";
    public const string ApiBreaksKey = OrderAnnotations.Prefix + "api-breaks";
    public const string RiskKey = OrderAnnotations.Prefix + "risk";

    private const int MostCommit = 200;

    /// <summary>The commit that it was built from; null where it is not said.</summary>
    public string? Commit { get; init; }

    /// <summary>When it was committed: lead time counts from here.</summary>
    public DateTimeOffset? CommittedAt { get; init; }

    public DateTimeOffset? BuiltAt { get; init; }

    /// <summary>Declared breaks of the API: JSON paths (<see cref="ApiBreakText"/>).</summary>
    public IReadOnlyList<string> ApiBreaks { get; init; } = [];

    /// <summary>Name of its class of risk; null where it is not said.</summary>
    public string? Risk { get; init; }

    public IReadOnlyList<Problem> Problems { get; init; } = [];

    public static ReleaseAnnotations Read(IReadOnlyDictionary<string, string> annotations)
    {
        var problems = new List<Problem>();
        var (breaks, wrong) = ApiBreakText.Read(annotations.GetValueOrDefault(ApiBreaksKey), $"metadata.annotations[{ApiBreaksKey}]");
        problems.AddRange(wrong);
        return new ReleaseAnnotations
        {
            Commit = Word(CommitKey, text => text.Length <= MostCommit && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)), $"write one word of at most {MostCommit} characters"),
            CommittedAt = Time(CommittedAtKey, annotations, problems),
            BuiltAt = Time(BuiltAtKey, annotations, problems),
            ApiBreaks = breaks,
            Risk = Word(RiskKey, Names.IsLabel, "write the name of a class of risk: lower-case letters, digits and '-'"),
            Problems = problems,
        };

        string? Word(string key, Func<string, bool> fits, string mend)
        {
            if (!annotations.TryGetValue(key, out var text))
            {
                return null;
            }

            if (fits(text) && text.Length > 0)
            {
                return text;
            }

            problems.Add(Wrong(key, text.Length == 0 ? "is empty" : "is not understood", mend));
            return null;
        }
    }

    private static DateTimeOffset? Time(string key, IReadOnlyDictionary<string, string> annotations, List<Problem> problems)
    {
        if (!annotations.TryGetValue(key, out var text))
        {
            return null;
        }

        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        if (text.Length is > 19 and <= 40 && DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && (text.EndsWith('Z') || text[^6] is '+' or '-'))
        {
            return time;
        }

        problems.Add(Wrong(key, "is no time", "write it as RFC 3339 has it, such as 2026-11-20T19:39:14Z"));
        return null;
    }

    private static Problem Wrong(string key, string what, string mend) => new($"metadata.annotations[{key}]", what, mend);
}
