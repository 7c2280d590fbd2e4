namespace Rollout.Cli;

/// <summary>Exit codes that every verb shares (the contract's preamble).</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A fault of our own.</summary>
    public const int Fault = 1;

    public const int BadInput = 2;

    /// <summary>A server, a port or a state file that is needed cannot be had, or the output cannot be written.</summary>
    public const int Unavailable = 3;

    /// <summary>Ended by Ctrl-C, as shells count it.</summary>
    public const int Interrupted = 130;
}
