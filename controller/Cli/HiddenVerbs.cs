using System.Runtime.InteropServices;
using Rollout.Demo;

namespace Rollout.Cli;

/// <summary>The verbs that the demo starts its children with. No help lists them.</summary>
internal static class HiddenVerbs
{
    /// <summary>By prefix first, so that no other verb loads the demo.</summary>
    public static bool Knows(string[] args) => args is [var first, ..] && first.StartsWith("demo-", StringComparison.Ordinal) && DemoVerbs.Knows(args);

    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        var signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(s => PosixSignalRegistration.Create(s, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        })).ToList();
        try
        {
            return await DemoVerbs.RunAsync(args, stop.Token);
        }
        finally
        {
            signals.ForEach(s => s.Dispose());
        }
    }
}
