using Rollout.Api;

namespace Rollout.Server.Hosting;

/// <summary>What came of starting a controller. Refused: nothing runs and nothing was changed.</summary>
public abstract record HostStart
{
    private HostStart()
    {
    }

    public sealed record Running(HostController Controller) : HostStart;

    /// <summary>The input is wrong: every problem of it.</summary>
    public sealed record BadInput(IReadOnlyList<Problem> Problems) : HostStart;

    /// <summary>Something that is needed cannot be had: the port, the state file.</summary>
    public sealed record Unavailable(Problem Problem) : HostStart;
}
