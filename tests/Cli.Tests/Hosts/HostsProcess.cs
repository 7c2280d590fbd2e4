using Rollout.Cli.Tests.Operating;

namespace Rollout.Cli.Tests.Hosts;

/// <summary>`rollout hosts` as a process of its own.</summary>
internal sealed class HostsProcess : IAsyncDisposable
{
    private readonly ControllerProcess process;

    private HostsProcess(ControllerProcess process) => this.process = process;

    public string Server => process.Server;

    public string TokenFile => process.Began.GetProperty("tokenFile").GetString()!;

    public static async Task<HostsProcess> StartAsync(string fleet) => new(await ControllerProcess.StartAsync("hosts", "--fleet", fleet));

    /// <summary>Wants a version, as a pipeline does.</summary>
    public async Task WantAsync(string version)
    {
        var answer = await RolloutProcess.RunAsync("start", "shop", "--version", version, "--server", Server, "--token-file", TokenFile);
        Assert.True(answer.ExitCode == 0, answer.Error);
    }

    public Task KillAsync() => process.KillAsync();

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
