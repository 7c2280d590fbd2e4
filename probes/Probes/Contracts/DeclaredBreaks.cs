using Rollout.Api.Resources;

namespace Rollout.Probes.Contracts;

/// <summary>
/// The breaks that a release declares (annotation <c>staggered.dev/api-breaks</c>): JSON paths, each with all below it; <c>status</c>; <c>*</c> for any.
/// </summary>
public sealed record DeclaredBreaks(IReadOnlyList<string> Paths)
{
    public static DeclaredBreaks None { get; } = new([]);

    /// <summary>Reads the annotation's text; what is wrong with it is none.</summary>
    public static DeclaredBreaks Parse(string? text) => new(ApiBreakText.Read(text, "").Paths);

    public bool Covers(string path) => Paths.Any(p =>
        p == "*" || (path.StartsWith(p, StringComparison.Ordinal) && (path.Length == p.Length || path[p.Length] is '.' or '[')));
}
