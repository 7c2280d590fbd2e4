using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Rollout.Fleets.Hosts;

/// <summary>
/// Gives every command a session and process group of its own (setsid of util-linux, where it is there), so that all it started in it can
/// be killed together, also what was left to init, and so that Ctrl-C at our terminal does not reach it.
/// </summary>
internal static class ProcessGroups
{
    private const int Kill9 = 9;
    private static readonly string? Setsid = Executables.Find("setsid").Path;

    public static ProcessStartInfo StartInfo(string program)
    {
        var start = new ProcessStartInfo(Setsid ?? program);
        if (Setsid is not null)
        {
            start.ArgumentList.Add(program);
        }

        return start;
    }

    /// <summary>Kills the command, its descendants, and its group. Does nothing where it has ended.</summary>
    public static void Kill(Process process)
    {
        var id = process.Id;
        try
        {
            // The tree first: it also finds children that moved to a session of their own.
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception)
        {
            // It has ended, or a part of the tree ended while it was walked; the group is left.
        }

        KillGroup(id);
    }

    /// <summary>Kills the group that a command of ours leads.</summary>
    public static void KillGroup(int leader)
    {
        if (Setsid is not null && leader > 1)
        {
            // No such group (all have ended) is what is wanted; the answer says nothing more.
            _ = Signal(-leader, Kill9);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
