namespace Rollout.Architecture.Tests;

/// <summary>What a project that only decides may not touch: clocks, I/O, randomness, threads, logs.</summary>
internal static class PurityRules
{
    private static readonly string[] Members =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow", "System.Environment.get_TickCount", "System.Environment.get_TickCount64",
        "System.Environment.GetEnvironmentVariable", "System.Guid.NewGuid", "System.Random.get_Shared", "System.Threading.Thread.Sleep",
        "System.Threading.Tasks.Task.Run", "System.Threading.Tasks.Task.Delay",
    ];

    private static readonly string[] Types =
    [
        "System.Console", "System.TimeProvider", "System.Random", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process",
        "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Threading.Thread", "System.Threading.Timer",
    ];

    private static readonly string[] Namespaces = ["System.Net.", "Microsoft.Extensions.", "Microsoft.AspNetCore."];

    public static IReadOnlyList<string> Violations(IEnumerable<string> members, IEnumerable<string> types) =>
    [
        .. members.Where(member => Members.Contains(member, StringComparer.Ordinal)),
        .. types.Where(type => Types.Contains(type, StringComparer.Ordinal)
            || Namespaces.Any(space => type.StartsWith(space, StringComparison.Ordinal))),
    ];
}
