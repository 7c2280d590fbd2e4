using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>What an answer that is no rollout means for who waits or orders.</summary>
internal static class Answers
{
    public static WaitState.Ended Ended(string? revision, ApiAnswer answer) => answer switch
    {
        ApiAnswer.Missing missing => new WaitState.Ended(revision, PipelineExit.NoSuchRollout, "NoSuchRollout", missing.Detail),
        ApiAnswer.Denied denied => new WaitState.Ended(revision, PipelineExit.Denied, "Denied", $"{denied.Detail} (--token-file names the token)"),
        ApiAnswer.Conflict conflict => new WaitState.Ended(revision, PipelineExit.Invalid, "Invalid", conflict.Detail),
        ApiAnswer.Invalid invalid => new WaitState.Ended(revision, PipelineExit.Invalid, "Invalid",
            invalid.Problems is [] ? invalid.Detail : string.Join(Environment.NewLine, invalid.Problems)),
        ApiAnswer.Away away => new WaitState.Ended(revision, ExitCode.Unavailable, "Unreachable", away.Reason),
        _ => throw new InvalidOperationException($"{answer} is a rollout"),
    };
}
