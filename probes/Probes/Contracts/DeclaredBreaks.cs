namespace Rollout.Probes.Contracts;

/// <summary>
/// The breaks that a release declares (annotation <c>staggered.dev/api-breaks</c>): JSON paths, each with all below it; <c>*</c> for any.
/// </summary>
public sealed record DeclaredBreaks(IReadOnlyList<string> Paths)
{
    public static DeclaredBreaks None { get; } = new([]);

    /// <summary>Reads the annotation's text: paths parted by commas or blanks.</summary>
    public static DeclaredBreaks Parse(string? text) =>
        new(text is null ? [] : text.Split([',', ' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    public bool Covers(string path) => Paths.Any(p =>
        p == "*" || (path.StartsWith(p, StringComparison.Ordinal) && (path.Length == p.Length || path[p.Length] is '.' or '[')));
}
