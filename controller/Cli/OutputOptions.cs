using System.CommandLine;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli;

/// <summary><c>-o json</c>, or <c>--json</c>: the same on every verb.</summary>
internal sealed class OutputOptions
{
    private readonly Option<string> output = new("--output", "-o");
    private readonly Option<bool> json = new("--json") { Arity = ArgumentArity.Zero };

    public void AddTo(Command command)
    {
        command.Options.Add(output);
        command.Options.Add(json);
    }

    /// <summary>Whether JSON is wanted; an unknown format is a problem.</summary>
    public bool IsJson(ParseResult given, ProblemList problems)
    {
        var format = given.TextOf(output);
        if (format is not (null or "json" or "text"))
        {
            problems.Add("--output", $"unknown format '{format}'", "write json or text");
        }

        return given.IsGiven(json) || format is "json";
    }
}
