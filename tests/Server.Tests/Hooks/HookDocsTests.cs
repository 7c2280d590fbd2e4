using System.Diagnostics;
using Rollout.Fleets.Hosts;
using Rollout.Support;

namespace Rollout.Server.Tests.Hooks;

/// <summary>What the page for SREs shows can be used as it stands there.</summary>
public sealed class HookDocsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-hook-docs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_specs_are_valid()
    {
        var specs = Blocks().Where(b => b.StartsWith("spec:", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, specs.Count);
        foreach (var spec in specs)
        {
            var file = Path.Combine(folder, "fleet.yaml");
            await File.WriteAllTextAsync(file, $$"""
                name: shop
                nodes:
                - {name: n1, address: "127.0.0.1:1"}
                - {name: n2, address: "127.0.0.1:2"}
                deploy: {command: [/bin/true, "{node}", "{version}"]}
                status: {command: [/bin/echo, v1, "{node}"]}
                {{spec.TrimEnd()}}
                  metrics:
                  - name: orders
                    metric: {kind: Count, source: {scrape: {path: /metrics} }, selectors: {count: orders_total} }
                """);
            Assert.Empty((await FleetFileReader.ReadAsync(file, default)).Problems);
        }
    }

    [Fact]
    public async Task The_configuration_of_Alertmanager_is_one()
    {
        var file = Path.Combine(folder, "alertmanager.yml");
        await File.WriteAllTextAsync(file, Assert.Single(Blocks(), b => b.StartsWith("# alertmanager.yml", StringComparison.Ordinal)));
        var start = new ProcessStartInfo("amtool") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("check-config");
        start.ArgumentList.Add(file);
        using var tool = Process.Start(start)!;
        var said = new List<string>();
        tool.OutputDataReceived += (_, e) => Add(e.Data);
        tool.ErrorDataReceived += (_, e) => Add(e.Data);
        tool.BeginOutputReadLine();
        tool.BeginErrorReadLine();
        await tool.WaitForExitAsync();
        Assert.True(tool.ExitCode == 0, string.Join('\n', said));

        void Add(string? line)
        {
            lock (said)
            {
                said.Add(line ?? "");
            }
        }
    }

    private static IEnumerable<string> Blocks() => File.ReadAllText(Checkout.At("controller", "Server", "Hooks", "README.md")).Split("```yaml\n").Skip(1).Select(b => b[..b.IndexOf("```", StringComparison.Ordinal)]);
}
