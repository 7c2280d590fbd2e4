namespace Rollout.History.Tests;

/// <summary>A store that answers when and what the test says.</summary>
internal sealed class StubStore : IReleaseStore
{
    private readonly Lock gate = new();
    private readonly List<ReleaseRecord> kept = [];

    public Func<ReleaseRecord, CancellationToken, ValueTask<ReleaseWritten>> Answer { get; set; } = (_, _) => ValueTask.FromResult<ReleaseWritten>(new ReleaseWritten.Done(true));

    public string Where => "stub";

    /// <summary>What it has taken, in order.</summary>
    public IReadOnlyList<ReleaseRecord> Kept
    {
        get
        {
            lock (gate)
            {
                return [.. kept];
            }
        }
    }

    public async ValueTask<ReleaseWritten> WriteAsync(ReleaseRecord release, CancellationToken cancellationToken)
    {
        var answer = await Answer(release, cancellationToken);
        if (answer is ReleaseWritten.Done)
        {
            lock (gate)
            {
                kept.Add(release);
            }
        }

        return answer;
    }

    public ValueTask<ReleasesRead> ReadAsync(ReleaseQuery query, CancellationToken cancellationToken) => ValueTask.FromResult<ReleasesRead>(new ReleasesRead.Found(Kept, true));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
