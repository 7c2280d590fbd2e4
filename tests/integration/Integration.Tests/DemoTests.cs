using System.Net;
using System.Net.Sockets;

namespace Rollout.Integration.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_promotes_the_good_release_and_takes_back_the_two_bad_ones()
    {
        var (code, lines, error) = await Executable.RunAsync(TimeSpan.FromMinutes(6), "demo", "--listen", "127.0.0.1:0");
        Assert.True(code == 0, string.Join('\n', lines) + error);
        Assert.Equal("demo: v2 Promoted, v3 RolledBack, v4 RolledBack", lines[^1]);
        Assert.Contains(lines, line => line.Contains("HarmProven", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("ProbeFailsOnCanary", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Any(c => char.IsControl(c)));
    }

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
