using Rollout.Cli.Judging;

namespace Rollout.Cli;

/// <summary>All verbs, in the order of `rollout --help`. A new one is a line here and a class of its own.</summary>
internal static class Verbs
{
    public static IReadOnlyList<VerbEntry> Known { get; } =
    [
        new("judge", "a verdict on recorded data, as a controller would have said it", JudgeVerb.Create),
    ];
}
