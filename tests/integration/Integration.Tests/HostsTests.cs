using System.Text.Json;

namespace Rollout.Integration.Tests;

public sealed class HostsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-hosts-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_bad_fleet_file_is_refused_with_every_problem_and_its_line_and_nothing_is_written()
    {
        var file = Path.Combine(folder, "fleet.yaml");
        await File.WriteAllTextAsync(file, SmallFleet.Yaml.Replace("deploy:", "deply:", StringComparison.Ordinal).Replace("warmUp: 1s", "warmUp: soon", StringComparison.Ordinal));
        var (code, lines, error) = await Executable.RunAsync(TimeSpan.FromMinutes(1), "hosts", "--fleet", file, "--listen", "127.0.0.1:0");
        Assert.Equal(2, code);
        Assert.Empty(lines);
        Assert.Contains("fleet.yaml:5", error);
        Assert.Contains("deploy", error);
        Assert.Contains("spec.warmUp", error);
        Assert.Contains("nothing was started", error);
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task Without_a_fleet_file_the_usage_error_names_the_flag()
    {
        var (code, _, error) = await Executable.RunAsync(TimeSpan.FromMinutes(1), "hosts");
        Assert.Equal(2, code);
        Assert.Contains("--fleet: is missing", error);
    }

    [Fact]
    public async Task A_mistyped_flag_is_one_problem_and_names_the_one_that_was_meant()
    {
        var (code, _, error) = await Executable.RunAsync(TimeSpan.FromMinutes(1), "hosts", "--flet", "x");
        Assert.Equal(2, code);
        Assert.Contains("--flet: unknown option; did you mean --fleet?", error);
        Assert.DoesNotContain("is missing", error);
    }

    [Fact]
    public async Task Logs_are_JSON_lines_with_the_events_id_and_values_where_that_is_asked_for()
    {
        var file = Path.Combine(folder, "fleet.yaml");
        await File.WriteAllTextAsync(file, SmallFleet.Yaml);
        using var controller = Executable.Start("hosts", "--fleet", file, "--listen", "127.0.0.1:0", "--log-format", "json");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        using var line = JsonDocument.Parse((await controller.StandardError.ReadLineAsync(limit.Token))!);
        controller.Kill();
        await controller.WaitForExitAsync(limit.Token);
        Assert.Equal(100, line.RootElement.GetProperty("EventId").GetInt32());
        Assert.NotEmpty(line.RootElement.GetProperty("State").GetProperty("Reason").GetString()!);
        Assert.EndsWith("+00:00", line.RootElement.GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_controller_on_the_same_state_is_refused_while_the_first_goes_on()
    {
        var file = Path.Combine(folder, "fleet.yaml");
        await File.WriteAllTextAsync(file, SmallFleet.Yaml);
        using var first = Executable.Start("hosts", "--fleet", file, "--listen", "127.0.0.1:0");
        Assert.Contains("2 nodes", await first.StandardOutput.ReadLineAsync());
        var (code, _, error) = await Executable.RunAsync(TimeSpan.FromMinutes(1), "hosts", "--fleet", file, "--listen", "127.0.0.1:0");
        Assert.Equal(3, code);
        Assert.Contains("rollout.db", error);
        Assert.False(first.HasExited);
        first.Kill();
        await first.WaitForExitAsync();
    }
}
