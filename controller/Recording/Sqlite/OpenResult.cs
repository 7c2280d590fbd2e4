using Rollout.Api;

namespace Rollout.Recording.Sqlite;

/// <summary>What came of opening a state file.</summary>
public abstract record OpenResult
{
    private OpenResult()
    {
    }

    public sealed record Opened(SqliteRecorder Recorder) : OpenResult;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(Problem Problem) : OpenResult;
}
