namespace Rollout.Demo.Door;

/// <summary>One node as the front door sees it.</summary>
internal sealed class DoorNode(string name, Uri address)
{
    private long sessions;
    private long requests;
    private long failures;
    private long refusedUntil = long.MinValue;

    public string Name => name;

    public Uri Address => address;

    /// <summary>Taken out on the admin port.</summary>
    public bool OutByOrder { get; set; }

    /// <summary>Taken out by a file in the folder that the door watches.</summary>
    public bool OutByFile { get; set; }

    /// <summary>No new session comes here; the ones that are here go on.</summary>
    public bool IsOut => OutByOrder || OutByFile;

    public long Sessions => Interlocked.Read(ref sessions);

    public long Requests => Interlocked.Read(ref requests);

    public long Failures => Interlocked.Read(ref failures);

    public void CountSession() => Interlocked.Increment(ref sessions);

    public void CountRequest() => Interlocked.Increment(ref requests);

    public void CountFailure() => Interlocked.Increment(ref failures);

    /// <summary>Skipped until this timestamp, because it refused a connection.</summary>
    public void Refused(long until) => Interlocked.Exchange(ref refusedUntil, until);

    public bool Refuses(long now) => Interlocked.Read(ref refusedUntil) > now;
}
