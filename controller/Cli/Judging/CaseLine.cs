namespace Rollout.Cli.Judging;

/// <summary>A line of a cases file that is not blank.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Text">Null where the line is longer than a case may be.</param>
internal sealed record CaseLine(int Number, byte[]? Text);
