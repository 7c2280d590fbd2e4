using Rollout.Support;

namespace Rollout.Cli.Tests.Hosts;

public sealed class HostsVerbTests
{
    [Fact]
    public async Task Wrong_options_do_not_hide_what_is_wrong_with_the_fleet_file()
    {
        using var folder = new TemporaryFolder();
        var fleet = folder.Write("fleet.yaml", "name: shop\ncolour: red\n");

        var answer = await RolloutProcess.RunAsync("hosts", "--fleet", fleet, "--listen", "300.1.1.1:99999", "--blah", "-o", "json", "--log-format", "xml");

        Assert.Equal(2, answer.ExitCode);
        Assert.Empty(answer.Out);
        Assert.Contains(answer.ErrorLines, line => line.StartsWith("--blah: unknown option; ", StringComparison.Ordinal));
        Assert.Contains(answer.ErrorLines, line => line.StartsWith("--listen: '300.1.1.1:99999' is no address; ", StringComparison.Ordinal));
        Assert.Contains("--log-format: unknown format 'xml'; write json or text", answer.ErrorLines);
        Assert.Contains(answer.ErrorLines, line => line.StartsWith("fleet.yaml:2 colour: the key 'colour' is unknown; ", StringComparison.Ordinal));
    }
}
