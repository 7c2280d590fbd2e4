namespace Rollout.Api.Resources;

/// <summary>
/// What an image says of itself where its builder repeated it in annotations (OCI image specification, "Annotations": pre-defined keys):
/// the commit and the time of its build, for releases that do not say them under our own keys. Those of the pod template belong to the
/// very revision and come first; those of the workload come after. Labels inside the image lie in its registry, which is never asked. Pure.
/// </summary>
public sealed record ImageAnnotations
{
    public const string RevisionKey = "org.opencontainers.image.revision";
    public const string CreatedKey = "org.opencontainers.image.created";

    /// <summary>Nothing is said, and nothing is wrong.</summary>
    public static ImageAnnotations None { get; } = new();

    public string? Commit { get; init; }

    public DateTimeOffset? BuiltAt { get; init; }

    public IReadOnlyList<Problem> Problems { get; init; } = [];

    public static bool IsKnown(string key) => key is RevisionKey or CreatedKey;

    /// <summary>What is written but wrong is absent, and said; it is not looked for elsewhere.</summary>
    /// <param name="template">Annotations of the pod template.</param>
    /// <param name="workload">Annotations of the workload itself.</param>
    public static ImageAnnotations Read(IReadOnlyDictionary<string, string> template, IReadOnlyDictionary<string, string> workload)
    {
        if (!template.Keys.Concat(workload.Keys).Any(IsKnown))
        {
            return None;
        }

        var problems = new List<Problem>();
        return new ImageAnnotations
        {
            Commit = First(RevisionKey, (text, place) => AnnotationValues.Commit(text, place, problems)),
            BuiltAt = First(CreatedKey, (text, place) => AnnotationValues.Time(text, place, problems)),
            Problems = problems,
        };

        T? First<T>(string key, Func<string, string, T?> read) =>
            template.TryGetValue(key, out var own) ? read(own, $"spec.template.metadata.annotations[{key}]")
            : workload.TryGetValue(key, out var beside) ? read(beside, $"metadata.annotations[{key}]")
            : default;
    }
}
