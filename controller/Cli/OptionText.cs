using System.CommandLine;

namespace Rollout.Cli;

/// <summary>Options as they were written.</summary>
internal static class OptionText
{
    /// <summary>Null where the option was not given, or without its value (which is a usage problem already).</summary>
    public static string? TextOf(this ParseResult given, Option option) => given.GetResult(option) is { Tokens: [.., var last] } ? last.Value : null;

    public static bool IsGiven(this ParseResult given, Option option) => given.GetResult(option) is { Implicit: false };
}
