namespace Rollout.Probes.Network;

/// <summary>The policy forbids every address that a name stands for.</summary>
public sealed class AddressRefusedException : Exception
{
    public AddressRefusedException()
    {
    }

    public AddressRefusedException(string message)
        : base(message)
    {
    }

    public AddressRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public AddressRefusedException(string message, string host)
        : base(message) => Host = host;

    /// <summary>Whom it was about.</summary>
    public string? Host { get; }
}
