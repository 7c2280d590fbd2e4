namespace Rollout.Planning;

/// <summary>A node that could not be given a version.</summary>
/// <param name="Node">Which.</param>
/// <param name="Revision">The version it should have got.</param>
/// <param name="Reason">Exit code or time-out and the end of the command's output (bounded, redacted).</param>
public sealed record DeployFailure(string Node, string Revision, string Reason);
