namespace Rollout.Kubernetes.Rest;

/// <summary>How long and how much: nothing that comes from a server is waited for or read without end.</summary>
public sealed record ClientLimits
{
    /// <summary>From sending to the last byte of the answer, each attempt.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a watch may take to answer its first line of headers.</summary>
    public TimeSpan WatchStart { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts at a read, the first included.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The wait before the second attempt where the server names none; doubled each time, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A Retry-After beyond this is not waited for but handed to the caller.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes of one answer, decompressed. A page of 500 large objects stays below.</summary>
    public int AnswerBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of one line of a watch: one object, and etcd takes none above 1.5 MiB.</summary>
    public int WatchLineBytes { get; init; } = 8 << 20;

    /// <summary>Objects of one list over all its pages.</summary>
    public int ListItems { get; init; } = 200_000;
}
