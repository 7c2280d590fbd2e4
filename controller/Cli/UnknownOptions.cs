using System.CommandLine;
using Rollout.Api;

namespace Rollout.Cli;

/// <summary>
/// Words that look like options and are none of the verb. They are taken out before the parser sees them: it would hand one to an argument, or to
/// the option before it, and what it says then is about something else.
/// </summary>
internal static class UnknownOptions
{
    private const int FewestOfBeginning = 4;

    /// <param name="args">After the verb.</param>
    /// <param name="options">What the verb takes.</param>
    /// <returns>
    /// What is left to be parsed: in the place of a mistyped option the one that was probably meant, so that its value is not told as a second problem.
    /// Nothing is done with either while there is a problem.
    /// </returns>
    public static (IReadOnlyList<string> Words, IReadOnlyList<Problem> Problems) TakenOut(IReadOnlyList<string> args, Command options)
    {
        var known = options.Options.SelectMany(o => o.Aliases.Prepend(o.Name)).ToArray();
        var (words, problems) = (new List<string>(), new List<Problem>());
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--")
            {
                words.AddRange(args.Skip(i));
                break;
            }

            var name = args[i].Split('=', ':')[0];
            if (!IsOption(name) || IsKnown(name, known))
            {
                words.Add(args[i]);
                continue;
            }

            var near = Near(name, [.. known, "--help"]);
            problems.Add(new Problem(args[i], "unknown option",
                (near is null ? "" : $"did you mean {near}? ") + (options.Options.Count == 0 ? "there is none" : $"known are {string.Join(", ", options.Options.Select(o => o.Name))}")));
            if (near is not null && known.Contains(near, StringComparer.Ordinal) && !args.Contains(near, StringComparer.Ordinal))
            {
                words.Add(near + args[i][name.Length..]);
            }
        }

        return (words, problems);
    }

    /// <summary>No number: what begins with a dash may be a loss of a fifth.</summary>
    private static bool IsOption(string word) => word.TrimStart('-') is var rest && rest.Length < word.Length && rest.Length > 0 && char.IsLetter(rest[0]);

    /// <summary>A letter's value may follow it at once.</summary>
    private static bool IsKnown(string name, string[] known) =>
        known.Contains(name, StringComparer.Ordinal) || (name[1] != '-' && known.Contains(name[..2], StringComparer.Ordinal));

    /// <summary>The one of few edits, or the one that begins so.</summary>
    private static string? Near(string name, string[] known) => Nearest.To(name, known)
        ?? known.Where(k => name.Length >= FewestOfBeginning && k.StartsWith(name, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).FirstOrDefault();
}
