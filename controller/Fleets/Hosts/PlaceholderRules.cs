namespace Rollout.Fleets.Hosts;

/// <summary>Which placeholders a command may and must use.</summary>
/// <param name="KnowsVersion">Whether {version} means something to the command.</param>
/// <param name="Wanted">Of each set at least one placeholder must be used; an empty set asks nothing.</param>
internal sealed record PlaceholderRules(bool KnowsVersion, string[][] Wanted);
