using System.Diagnostics;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Tests.Processes;

public sealed class RunningProcessTests
{
    [Fact]
    public void This_process_is_alive_and_is_itself()
    {
        var self = RunningProcess.Of(Environment.ProcessId);
        Assert.True(self!.Value.IsAlive);
        Assert.False((self.Value with { Began = self.Value.Began - 1 }).IsAlive);
    }

    [Fact]
    public async Task A_process_that_ended_is_gone()
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "read line"]) { RedirectStandardInput = true })!;
        var identity = RunningProcess.Of(process.Id);
        Assert.True(identity!.Value.IsAlive);
        process.Kill();
        await process.WaitForExitAsync();
        Assert.False(identity.Value.IsAlive);
        Assert.Null(RunningProcess.Of(process.Id));
    }
}
