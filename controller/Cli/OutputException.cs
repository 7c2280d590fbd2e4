namespace Rollout.Cli;

/// <summary>Standard output took no more: a full disk, most often. No <see cref="IOException"/>, so that no verb takes it for a file or a port of its own.</summary>
internal sealed class OutputException(IOException why) : Exception(why.Message, why)
{
    /// <summary>Whether this is what lies at the bottom of it, however many tasks handed it on.</summary>
    public static bool IsBelow(Exception fault) =>
        fault is OutputException || (fault is AggregateException many ? many.InnerExceptions.Any(IsBelow) : fault.InnerException is { } inner && IsBelow(inner));
}
