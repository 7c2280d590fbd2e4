namespace Rollout.Cli.Pipeline;

/// <summary>How it stands with what is waited for.</summary>
internal abstract record WaitState
{
    private WaitState()
    {
    }

    /// <param name="Revision">Null while nobody knows which.</param>
    /// <param name="Words">Where it stands: changes when there is something new to say.</param>
    public sealed record Going(string? Revision, string Words) : WaitState;

    /// <param name="Revision">The one that this is about.</param>
    /// <param name="Code">Of <see cref="PipelineExit"/>.</param>
    /// <param name="Result">In one word, for machines.</param>
    /// <param name="Words">For people: what came of it and why.</param>
    public sealed record Ended(string? Revision, int Code, string Result, string Words) : WaitState;
}
