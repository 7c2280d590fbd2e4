namespace Rollout.Probes;

/// <summary>What a run may cost, whatever the target answers.</summary>
public sealed record ProbeLimits
{
    /// <summary>Bytes of an answer's body that are read, decompressed; a longer one fails the step.</summary>
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Bytes of an answer's body on the wire: compressed bytes may unpack to nothing for ever.</summary>
    public int MaxWireBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Characters of a body that a result shows.</summary>
    public int ShownCharacters { get; init; } = 512;

    /// <summary>Characters of a captured value; a longer one fails the step.</summary>
    public int MaxCaptureCharacters { get; init; } = 4096;

    public int MaxSteps { get; init; } = 50;
}
