using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using Rollout.Cli.Completing;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli;

/// <summary>From the words on the command line to a verb. Parsing by System.CommandLine; help and refusals are ours.</summary>
internal static class CommandLine
{
    private static readonly string[] HelpWords = ["--help", "-h", "-?", "help"];

    // A word is a word: no @response files.
    private static readonly ParserConfiguration Words = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(string[] args)
    {
        Console.SetOut(new StreamWriter(new OutputStream(Console.OpenStandardOutput())) { AutoFlush = true });
        try
        {
            return await OneAsync(args);
        }
        catch (Exception fault) when (OutputException.IsBelow(fault))
        {
            Tell($"rollout: the output could not be written: {fault.GetBaseException().Message}; make room there, or send it elsewhere");
            return ExitCode.Unavailable;
        }
    }

    private static async Task<int> OneAsync(string[] args)
    {
        if (args is [] || HelpWords.Contains(args[0], StringComparer.Ordinal))
        {
            return Help(args);
        }

        if (args[0] is "--version")
        {
            Console.Out.WriteLine($"rollout {Version}");
            return ExitCode.Done;
        }

        if (Suggestions.IsAsked(args))
        {
            return await Suggestions.PrintAsync(args, Console.Out);
        }

        if (Verbs.Known.FirstOrDefault(v => string.Equals(v.Name, args[0], StringComparison.Ordinal)) is not { } entry)
        {
            return Unknown(args[0]);
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        try
        {
            return await RunAsync(entry, args[1..], stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception fault) when (!OutputException.IsBelow(fault))
        {
            Tell($"rollout {entry.Name}: a fault of rollout itself, please report it: {fault}");
            return ExitCode.Fault;
        }
    }

    private static string Version =>
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static async Task<int> RunAsync(VerbEntry entry, string[] args, CancellationToken cancellation)
    {
        var verb = entry.Create();
        if (args.Any(a => a is not "help" && HelpWords.Contains(a, StringComparer.Ordinal)))
        {
            Console.Out.WriteLine(verb.Help);
            return ExitCode.Done;
        }

        verb.Options.TreatUnmatchedTokensAsErrors = false;
        var (words, unknown) = UnknownOptions.TakenOut(args, verb.Options);
        var given = CommandLineParser.Parse(verb.Options, words, Words);
        var usage = new ProblemList();
        foreach (var problem in unknown.Concat(UsageProblems.Of(given, verb.Options)))
        {
            usage.Add(problem);
        }

        // Without a flush after every line: a hundred thousand cases are a hundred thousand lines.
        await using var output = new StreamWriter(new OutputStream(Console.OpenStandardOutput()), bufferSize: 16 << 10);
        return await verb.RunAsync(new VerbCall(entry.Name, given, usage, output, Console.Error), cancellation);
    }

    /// <summary>Where nobody can be told either, the exit code is left.</summary>
    private static void Tell(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (IOException)
        {
        }
    }

    private static int Help(string[] args)
    {
        if (args is [_, var name, ..] && Verbs.Known.FirstOrDefault(v => string.Equals(v.Name, name, StringComparison.Ordinal)) is { } entry)
        {
            Console.Out.WriteLine(entry.Create().Help);
            return ExitCode.Done;
        }

        Console.Out.WriteLine("""
            rollout puts a new version on one node, compares what that node earns with the
            rest of the fleet, and promotes or rolls back on evidence with a guaranteed
            error rate.

            usage: rollout VERB [options]      rollout VERB --help      rollout --version

            """);
        var width = Verbs.Known.Max(v => v.Name.Length);
        foreach (var verb in Verbs.Known)
        {
            Console.Out.WriteLine($"  {verb.Name.PadRight(width)}   {verb.Summary}");
        }

        Console.Out.WriteLine("""

            Every verb takes -o json (or --json): the result as JSON on stdout and nothing
            else there; progress and messages go to stderr. Exit codes: 0 done; 2 bad input,
            with every problem listed, its place and how to mend it; 3 what is needed cannot
            be had: a server, a port, room for the output.
            """);
        return ExitCode.Done;
    }

    private static int Unknown(string word)
    {
        var names = Verbs.Known.Select(v => v.Name).ToArray();
        var near = Nearest.To(word, names);
        var what = word.StartsWith('-') ? "unknown option" : "unknown verb";
        Console.Error.WriteLine(
            $"rollout: {what} '{word}'; {(near is null ? "" : $"did you mean {near}? ")}known verbs are {string.Join(", ", names)} (rollout --help)");
        return ExitCode.BadInput;
    }
}
