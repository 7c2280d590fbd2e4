using System.Net;

namespace Rollout.Probes.Network;

/// <summary>Adds up where a step's time went, and what was learnt of its connections. One step's, never shared.</summary>
public sealed class PhaseClock(TimeProvider time)
{
    private readonly long began = time.GetTimestamp();

    public TimeSpan Resolve { get; private set; }

    public TimeSpan Connect { get; private set; }

    public TimeSpan Tls { get; private set; }

    public TimeSpan FirstByte { get; private set; }

    public TimeSpan Transfer { get; private set; }

    /// <summary>Of the last connection.</summary>
    public IPAddress? Address { get; set; }

    /// <summary>Of the last TLS connection.</summary>
    public TlsFacts? Certificate { get; set; }

    public TimeSpan Total => time.GetElapsedTime(began);

    public long Now => time.GetTimestamp();

    public void Resolved(long since) => Resolve += time.GetElapsedTime(since);

    public void Connected(long since) => Connect += time.GetElapsedTime(since);

    public void Secured(long since) => Tls += time.GetElapsedTime(since);

    /// <summary>The time to the first byte, less what went into resolving, connecting and TLS meanwhile.</summary>
    public void Answered(long since, TimeSpan connectingBefore)
    {
        var rest = time.GetElapsedTime(since) - (Connecting - connectingBefore);
        FirstByte += rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    public void Transferred(long since) => Transfer += time.GetElapsedTime(since);

    public TimeSpan Connecting => Resolve + Connect + Tls;

    public StepTimes Times() => new(Resolve, Connect, Tls, FirstByte, Transfer);
}
