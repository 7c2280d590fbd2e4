namespace Rollout.Metrics.Recorded;

/// <summary>What takes the rows of one kind of file.</summary>
internal interface ICsvRows
{
    IReadOnlyList<string> Required { get; }

    IReadOnlyList<string> Optional { get; }

    /// <summary>What a reader of the other kind of file is told, when its header stands there.</summary>
    string KindOfFile { get; }

    /// <param name="fields">Split and complete.</param>
    /// <param name="line">The line that they were split from.</param>
    /// <param name="columns">Where each of <see cref="Required"/>, then each of <see cref="Optional"/> stands; -1: not in the file.</param>
    /// <param name="number">The line's number.</param>
    void Take(CsvFields fields, ReadOnlySpan<byte> line, ReadOnlySpan<int> columns, long number);
}
