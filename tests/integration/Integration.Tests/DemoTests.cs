using System.Net;
using System.Net.Sockets;

namespace Rollout.Integration.Tests;

public sealed class DemoTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("hosts")]
    public async Task A_port_in_use_is_refused_with_the_mend_before_anything_is_started(string verb)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var folder = Directory.CreateTempSubdirectory("rollout-port-").FullName;
        var fleet = Path.Combine(folder, "fleet.yaml");
        await File.WriteAllTextAsync(fleet, SmallFleet.Yaml);
        string[] arguments = verb == "hosts" ? [verb, "--fleet", fleet] : [verb];
        var (code, lines, error) = await Executable.RunAsync(TimeSpan.FromMinutes(1), [.. arguments, "--listen", taken.LocalEndpoint.ToString()!]);
        Assert.Equal(3, code);
        Assert.Contains(taken.LocalEndpoint.ToString()!, string.Join('\n', lines) + error);
        Assert.Contains("--listen", string.Join('\n', lines) + error);
        Directory.Delete(folder, recursive: true);
    }
}
