using System.Diagnostics;
using System.Globalization;

namespace Rollout.Demo.Processes;

/// <summary>
/// A process as the operating system knows it: the id and the moment it began, so that an id that was given to another process in the
/// meantime is not mistaken for the first one.
/// </summary>
/// <param name="Id">Process id.</param>
/// <param name="Began">Clock ticks since boot on Linux, UTC ticks elsewhere; only compared for equality.</param>
public readonly record struct RunningProcess(int Id, long Began)
{
    /// <summary>The running process with this id; null when there is none. One that is dead but not yet reaped counts as gone.</summary>
    public static RunningProcess? Of(int id) => OperatingSystem.IsLinux() ? OfLinux(id) : OfElsewhere(id);

    /// <summary>True while exactly this process still runs.</summary>
    public bool IsAlive => Of(Id) == this;

    private static RunningProcess? OfLinux(int id)
    {
        try
        {
            // proc(5): "pid (name) state ppid ... starttime"; the name may hold blanks and brackets, so it is read from its last bracket on.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : new RunningProcess(id, long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static RunningProcess? OfElsewhere(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited ? null : new RunningProcess(id, process.StartTime.ToUniversalTime().Ticks);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
