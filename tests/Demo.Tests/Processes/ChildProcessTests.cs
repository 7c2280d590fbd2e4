using Rollout.Demo.Processes;

namespace Rollout.Demo.Tests.Processes;

public sealed class ChildProcessTests
{
    /// <summary>The runtime's sockets and pipes for debuggers outlive a process that is killed.</summary>
    [Fact]
    public async Task A_child_opens_nothing_for_debuggers_in_the_temporary_folder()
    {
        var (code, said) = await ChildProcess.RunAsync(Path.GetTempPath(), ["-c", "echo $DOTNET_EnableDiagnostics >&2"], CancellationToken.None);
        Assert.Equal((0, "0"), (code, said));
    }
}
