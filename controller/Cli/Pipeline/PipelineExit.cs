namespace Rollout.Cli.Pipeline;

/// <summary>What a pipeline branches on (contract section 7).</summary>
internal static class PipelineExit
{
    public const int Promoted = 0;

    /// <summary>401 or 403: who asks may not.</summary>
    public const int Denied = 4;

    public const int RolledBack = 10;

    /// <summary>For want of evidence.</summary>
    public const int Held = 11;

    public const int AbortedOrSuperseded = 12;

    /// <summary>The rollout goes on.</summary>
    public const int TimedOut = 13;

    public const int Invalid = 14;

    public const int NoSuchRollout = 15;
}
