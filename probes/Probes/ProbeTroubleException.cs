namespace Rollout.Probes;

/// <summary>No run was possible for a reason that is not the target's: a refused address, a missing secret, no free socket.</summary>
public sealed class ProbeTroubleException : Exception
{
    public ProbeTroubleException()
    {
    }

    public ProbeTroubleException(string message)
        : base(message)
    {
    }

    public ProbeTroubleException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
