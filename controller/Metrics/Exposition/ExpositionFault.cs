namespace Rollout.Metrics.Exposition;

/// <summary>Why an exposition is refused. One fault refuses the whole: half of an answer is no reading.</summary>
/// <param name="Line">Counted from 1; 0 where it concerns the answer as a whole.</param>
/// <param name="What">What is wrong there, as a sentence.</param>
public sealed record ExpositionFault(int Line, string What)
{
    public override string ToString() => Line == 0 ? What : FormattableString.Invariant($"line {Line}: {What}");
}
