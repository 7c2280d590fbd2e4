namespace Rollout.Probes.Network;

/// <summary>A proxy opened no tunnel to the target; the message says why.</summary>
public sealed class TunnelRefusedException : IOException
{
    public TunnelRefusedException()
    {
    }

    public TunnelRefusedException(string message)
        : base(message)
    {
    }

    public TunnelRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
