namespace Rollout.Cli.Judging;

/// <summary>One thing that can be told to `rollout judge`: as a flag, and as a name in a line of --cases.</summary>
/// <param name="Flag">As on the command line.</param>
/// <param name="IsSwitch">Takes no value as a flag, true or false in a case.</param>
internal sealed record JudgeSetting(string Flag, bool IsSwitch = false)
{
    public static IReadOnlyList<JudgeSetting> All { get; } =
    [
        new("--events"), new("--buckets"), new("--canary"), new("--start"), new("--end"), new("--bucket"), new("--alpha"),
        new("--alpha-promote"), new("--tolerance"), new("--horizon"), new("--kind"), new("--harm-floor"), new("--warm-up"),
        new("--no-calibration", IsSwitch: true), new("--ignore-promote", IsSwitch: true),
    ];

    /// <summary>Without dashes, each word after the first with a capital: <c>alphaPromote</c>.</summary>
    public string CaseName { get; } = string.Concat(Flag[2..].Split('-').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}
