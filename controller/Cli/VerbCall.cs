using System.CommandLine;
using Rollout.Api;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli;

/// <summary>One call of a verb: what was given, what is wrong with it so far, and where to write.</summary>
/// <param name="Name">The verb.</param>
/// <param name="Given">The parsed options.</param>
/// <param name="Usage">Unknown options and missing arguments; a verb adds its own and refuses when there are any.</param>
/// <param name="Out">What was asked for, and with -o json nothing else.</param>
/// <param name="Error">Messages and progress.</param>
internal sealed record VerbCall(string Name, ParseResult Given, ProblemList Usage, TextWriter Out, TextWriter Error)
{
    /// <summary>Lists every problem, and says that nothing was done.</summary>
    public int Refuse(IEnumerable<Problem> problems, string nothingWasDone)
    {
        foreach (var problem in problems)
        {
            Usage.Add(problem);
        }

        return Refuse(nothingWasDone);
    }

    public int Refuse(string nothingWasDone)
    {
        foreach (var line in Usage.Lines())
        {
            Error.WriteLine(line);
        }

        var many = Usage.Count == 1 ? "1 problem" : $"{Usage.Count} problems";
        Error.WriteLine($"rollout {Name}: {many}; {nothingWasDone} (rollout {Name} --help)");
        return ExitCode.BadInput;
    }
}
