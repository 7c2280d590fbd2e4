namespace Rollout.History;

/// <summary>Where releases are kept. Expected trouble is a value, never an exception. Safe for concurrent use, by several processes too.</summary>
public interface IReleaseStore : IAsyncDisposable
{
    /// <summary>For people, without any secret.</summary>
    string Where { get; }

    /// <summary>
    /// Stores a release, all of it or nothing. Writing it again changes nothing; what ended is never turned back into something under way.
    /// </summary>
    ValueTask<ReleaseWritten> WriteAsync(ReleaseRecord release, CancellationToken cancellationToken);

    ValueTask<ReleasesRead> ReadAsync(ReleaseQuery query, CancellationToken cancellationToken);
}
