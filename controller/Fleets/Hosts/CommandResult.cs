using System.Globalization;
using Rollout.Api;

namespace Rollout.Fleets.Hosts;

/// <summary>How a command ended. None of these is thrown.</summary>
public abstract record CommandResult
{
    private CommandResult()
    {
    }

    /// <summary>A sentence for people, with the end of what the command said.</summary>
    public abstract string Explained { get; }

    /// <param name="Code">0 is success; 128 + n where signal n ended it.</param>
    /// <param name="Stdout">The beginning of its standard output, at most 4 KiB.</param>
    /// <param name="Bytes">Printed on both streams until it ended.</param>
    /// <param name="StdoutBytes">Of these, on standard output.</param>
    /// <param name="Said">The end of what it printed on both streams, at most 4 KiB, redacted.</param>
    public sealed record Exited(int Code, string Stdout, long Bytes, long StdoutBytes, string Said) : CommandResult
    {
        public override string Explained => string.Create(CultureInfo.InvariantCulture, $"exited {Code}{Sizeable(Bytes)}{Quoted(Said)}");
    }

    /// <summary>It and all that it started in its group were killed.</summary>
    public sealed record TimedOut(TimeSpan Limit, long Bytes, string Said) : CommandResult
    {
        public override string Explained => $"did not end within {DurationText.Format(Limit)} and was killed{Sizeable(Bytes)}{Quoted(Said)}";
    }

    /// <param name="Why">Not there, not executable, or refused by the system.</param>
    public sealed record NotStarted(string Why) : CommandResult
    {
        public override string Explained => $"could not be started: {Why}";
    }

    private static string Quoted(string said) => said.Length == 0 ? ", without a word" : $": {said}";

    private static string Sizeable(long bytes) =>
        bytes <= CapturedOutput.Kept ? "" : string.Create(CultureInfo.InvariantCulture, $" (printed {bytes / 1024.0:0} KiB, of which the end follows)");
}
