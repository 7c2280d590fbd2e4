namespace Rollout.Probes.Network;

/// <summary>A TLS handshake failed, or the certificate was not accepted; the message says which and why.</summary>
public sealed class TlsFailureException : IOException
{
    public TlsFailureException()
    {
    }

    public TlsFailureException(string message)
        : base(message)
    {
    }

    public TlsFailureException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
