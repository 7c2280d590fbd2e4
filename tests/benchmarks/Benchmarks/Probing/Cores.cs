using System.Diagnostics;
using System.Globalization;

namespace Rollout.Benchmarks.Probing;

/// <summary>Who runs where: the prober that is measured has the first core for itself, this process and nginx have the others.</summary>
internal static class Cores
{
    /// <summary>Moves this process, and what it starts from now on, off the first core. Nothing where there is no other.</summary>
    public static void LeaveFirst()
    {
        if (Environment.ProcessorCount < 2)
        {
            return;
        }

        var others = $"1-{(Environment.ProcessorCount - 1).ToString(CultureInfo.InvariantCulture)}";
        using var taskset = Process.Start(new ProcessStartInfo(
            "taskset", ["--all-tasks", "--cpu-list", "--pid", others, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("taskset does not start (Debian package util-linux)");
        taskset.OutputDataReceived += (_, _) => { };
        taskset.BeginOutputReadLine();
        taskset.WaitForExit();
    }
}
