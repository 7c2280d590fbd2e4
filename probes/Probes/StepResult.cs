namespace Rollout.Probes;

/// <summary>How one step went.</summary>
/// <param name="Step">Its name.</param>
/// <param name="Passed">All that was expected held.</param>
/// <param name="Duration">From sending to the last byte of the answer.</param>
/// <param name="Expected">What was expected and did not hold; null when passed.</param>
/// <param name="Got">What there was instead; null when passed.</param>
/// <param name="Body">The beginning of the answer's body, redacted; null where there was none.</param>
public sealed record StepResult(string Step, bool Passed, TimeSpan Duration, string? Expected = null, string? Got = null, string? Body = null)
{
    private readonly string? body = Body;

    /// <summary>The beginning of the answer's body, redacted; null where there was none.</summary>
    public string? Body
    {
        get => body ?? Excerpt?.Text;
        init => body = value;
    }

    /// <summary>Where <see cref="Body"/> comes from; redacted only when somebody looks.</summary>
    public BodyExcerpt? Excerpt { get; init; }

    public StepTimes? Times { get; init; }

    /// <summary>What was learnt on the way.</summary>
    public StepFacts? Facts { get; init; }

    /// <summary>For a contract check: the shape of the answer's body; null where none was asked for.</summary>
    public Contracts.Shape? Shape { get; init; }

    /// <summary>In what the answer differs from stable's, by the contract check; those that fail nothing too. Empty on stable.</summary>
    public IReadOnlyList<Contracts.Difference> Differences { get; init; } = [];
}
