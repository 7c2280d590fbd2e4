using System.CommandLine;
using System.Globalization;

namespace Rollout.Cli.Completing;

/// <summary>
/// Answers a shell that asks how a line may go on: <c>rollout [suggest:POSITION] "LINE"</c>, LINE without the program's own name, the
/// protocol of dotnet-suggest. Only here are all verbs made at once.
/// </summary>
internal static class Suggestions
{
    public static bool IsAsked(string[] args) => args is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal);

    public static async Task<int> PrintAsync(string[] args, TextWriter output)
    {
        foreach (var word in await OfAsync(args))
        {
            await output.WriteLineAsync(word);
        }

        return ExitCode.Done;
    }

    /// <summary>Words that go on with what the line ends with, in order, each once.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(string[] args)
    {
        var root = new RootCommand();
        foreach (var entry in Verbs.Known)
        {
            root.Subcommands.Add(entry.Create().Options);
        }

        using var said = new StringWriter { NewLine = "\n" };
        await root.Parse(args).InvokeAsync(new InvocationConfiguration { Output = said, Error = TextWriter.Null, EnableDefaultExceptionHandler = true });

        // The library matches anywhere in a word and knows the slashes of Windows; a shell goes on with what was typed.
        var typed = Typed(args);
        return [.. said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(word => word.StartsWith(typed, StringComparison.Ordinal) && word[0] is not '/')
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static string Typed(string[] args)
    {
        var line = args.Length > 1 ? args[1] : "";
        var position = args[0].Split(':', ']') is [_, var digits, ..] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? Math.Clamp(given, 0, line.Length) : line.Length;
        return line[..position].Split(' ')[^1];
    }
}
