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

    public static ReleaseAnnotations Read(IReadOnlyDictionary<string, string> annotations) => Read(annotations, ImageAnnotations.None);

    /// <summary>With what the release's image says, where the release itself says nothing.</summary>
    public static ReleaseAnnotations Read(IReadOnlyDictionary<string, string> annotations, ImageAnnotations image)
    {
        var problems = new List<Problem>();
        var (breaks, wrong) = ApiBreakText.Read(annotations.GetValueOrDefault(ApiBreaksKey), Place(ApiBreaksKey));
        problems.AddRange(wrong);
        var read = new ReleaseAnnotations
        {
            Commit = Of(CommitKey, (text, place) => AnnotationValues.Commit(text, place, problems)),
            CommittedAt = Of(CommittedAtKey, Time),
            BuiltAt = Of(BuiltAtKey, Time),
            ApiBreaks = breaks,
            Risk = Of(RiskKey, (text, place) => AnnotationValues.Word(text, place, Names.IsLabel, "write the name of a class of risk: lower-case letters, digits and '-'", problems)),
        };
        return read with { Commit = read.Commit ?? image.Commit, BuiltAt = read.BuiltAt ?? image.BuiltAt, Problems = [.. problems, .. image.Problems] };

        DateTimeOffset? Time(string text, string place) => AnnotationValues.Time(text, place, problems);

        T? Of<T>(string key, Func<string, string, T?> value) => annotations.TryGetValue(key, out var text) ? value(text, Place(key)) : default;
    }

    private static string Place(string key) => $"metadata.annotations[{key}]";
}
