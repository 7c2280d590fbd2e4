namespace Rollout.Cli.Pipeline;

/// <summary>What the help of several verbs says alike.</summary>
internal static class PipelineHelp
{
    public const string Codes = """
        exit codes: 0 promoted (or, without --wait, accepted); 10 rolled back; 11 held
        for want of evidence; 12 aborted or superseded; 13 timed out, the rollout goes
        on; 14 invalid; 15 no such rollout; 2 bad usage, every problem listed; 3 the
        controller cannot be reached; 4 the token is refused (401, 403).
        """;
}
