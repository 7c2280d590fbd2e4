using System.CommandLine;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli;

/// <summary><c>-o json</c>, or <c>--json</c>: the same on every verb; some print YAML and more columns too.</summary>
internal sealed class OutputOptions
{
    public const string Help = """
          -o, --output FORMAT  text, wide (more columns), json (or --json) or yaml
        """;

    private static readonly string[] Formats = ["json", "text", "wide", "yaml"];

    private readonly Option<string> output = new("--output", "-o");
    private readonly Option<bool> json = new("--json") { Arity = ArgumentArity.Zero };

    public void AddTo(Command command, bool isRich = false)
    {
        output.CompletionSources.Add(_ => (isRich ? Formats : Formats[..2]).Select(f => new System.CommandLine.Completions.CompletionItem(f)));
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

    /// <summary>Which of all formats is wanted; an unknown one is a problem.</summary>
    public OutputFormat Format(ParseResult given, ProblemList problems)
    {
        var format = given.TextOf(output);
        if (format is not null && !Formats.Contains(format, StringComparer.Ordinal))
        {
            problems.Add("--output", $"unknown format '{format}'", $"write {string.Join(", ", Formats[..^1])} or {Formats[^1]}");
        }

        return given.IsGiven(json) ? OutputFormat.Json : format switch
        {
            "json" => OutputFormat.Json,
            "yaml" => OutputFormat.Yaml,
            "wide" => OutputFormat.Wide,
            _ => OutputFormat.Text,
        };
    }
}
