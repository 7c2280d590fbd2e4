namespace Rollout.Demo.Story;

/// <summary>The demo cannot go on; the message says why, for people.</summary>
/// <param name="exitCode">1 unless a child said otherwise (2 bad input, 3 port in use).</param>
public sealed class DemoFailedException(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode => exitCode;
}
