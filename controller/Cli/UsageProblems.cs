using System.CommandLine;
using Rollout.Api;

namespace Rollout.Cli;

/// <summary>What is wrong with a command line before anyone looks at the values.</summary>
internal static class UsageProblems
{
    public static IEnumerable<Problem> Of(ParseResult given, Command options)
    {
        var known = options.Options.SelectMany(o => o.Aliases.Prepend(o.Name)).ToArray();
        foreach (var token in given.UnmatchedTokens)
        {
            if (token.StartsWith('-'))
            {
                var near = Nearest.To(token.Split('=')[0], known);
                yield return new Problem(token, "unknown option",
                    (near is null ? "" : $"did you mean {near}? ") + $"known are {string.Join(", ", options.Options.Select(o => o.Name))}");
            }
            else
            {
                yield return new Problem(token, $"rollout {options.Name} does not know what to do with this", "take it away, or name the option that it belongs to");
            }
        }

        foreach (var error in given.Errors)
        {
            var place = error.SymbolResult is System.CommandLine.Parsing.OptionResult option ? option.Option.Name : options.Name;
            yield return new Problem(place, error.Message.TrimEnd('.'), "see --help");
        }
    }
}
