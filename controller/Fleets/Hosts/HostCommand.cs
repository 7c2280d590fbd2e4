namespace Rollout.Fleets.Hosts;

/// <summary>A command of the fleet file: started without a shell, each argument passed as it is after its placeholders are filled.</summary>
/// <param name="Program">With a slash: a path, already absolute; without: a name to look up on the PATH.</param>
/// <param name="Arguments">May hold placeholders.</param>
/// <param name="Timeout">When the command and all that it started are killed.</param>
/// <param name="Directory">Where it runs: the fleet file's directory.</param>
public sealed record HostCommand(string Program, IReadOnlyList<string> Arguments, TimeSpan Timeout, string Directory);
