namespace Rollout.Kubernetes.Watching;

/// <summary>How a stream of lines ended.</summary>
internal enum LineEnd
{
    /// <summary>After a whole line.</summary>
    Clean,

    /// <summary>In the middle of a line, by an error of the connection, by a line beyond all bounds.</summary>
    Broken,

    /// <summary>No byte for too long.</summary>
    Stalled,
}
