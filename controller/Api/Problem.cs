namespace Rollout.Api;

/// <summary>One thing wrong with an input: where, what, and how to mend it. Validation always returns all of them.</summary>
/// <param name="Place">File and line, or field path, or both: <c>fleet.yaml:12 spec.stages[0].nodes</c>.</param>
/// <param name="What">What is wrong, as a sentence without the place.</param>
/// <param name="Mend">What to write instead.</param>
public sealed record Problem(string Place, string What, string Mend)
{
    public override string ToString() => $"{Place}: {What}; {Mend}";
}
