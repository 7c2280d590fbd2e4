using System.CommandLine;
using Rollout.Api;

namespace Rollout.Cli;

/// <summary>What is wrong with a command line before anyone looks at the values.</summary>
internal static class UsageProblems
{
    public static IEnumerable<Problem> Of(ParseResult given, Command options)
    {
        foreach (var token in given.UnmatchedTokens)
        {
            yield return new Problem(token, $"rollout {options.Name} does not know what to do with this", "take it away, or name the option that it belongs to");
        }

        foreach (var error in given.Errors)
        {
            var place = error.SymbolResult is System.CommandLine.Parsing.OptionResult option ? option.Option.Name : options.Name;
            yield return new Problem(place, error.Message.TrimEnd('.'), "see --help");
        }
    }
}
