using Rollout.Api;
using Rollout.Probes.Network;

namespace Rollout.Probes.Tests.Steps;

public class ExecStepTests
{
    private static readonly Uri Target = new("http://127.0.0.1:1");

    [Fact]
    public async Task Is_refused_unless_allowed() =>
        Assert.Equal("step \"a\" runs a command, which this prober does not allow",
            (await Assert.ThrowsAsync<ProbeTroubleException>(() => RunAsync(new ProbeNetwork(), ["true"]))).Message);

    [Theory]
    [InlineData("exit 0", null, null, null)]
    [InlineData("echo paid", "paid", null, null)]
    [InlineData("echo declined", "paid", "a body that matches paid", "a body that does not")]
    [InlineData("echo why >&2; exit 3", null, "exit code 0", "exit code 3")]
    public async Task The_exit_code_and_the_output_decide(string script, string? matches, string? expected, string? got)
    {
        var result = await RunAsync(new ProbeNetwork { AllowExec = true }, ["sh", "-c", script], matches);
        Assert.Equal((expected, got), (result.Failure?.Expected, result.Failure?.Got));
    }

    [Fact]
    public async Task What_it_complains_of_is_shown()
    {
        var result = await RunAsync(new ProbeNetwork { AllowExec = true }, ["sh", "-c", "echo no stock, token=abcdef >&2; exit 1"]);
        Assert.Equal("no stock, token=*** ", result.Failure!.Body);
    }

    [Fact]
    public async Task Arguments_are_not_seen_by_a_shell()
    {
        var result = await RunAsync(new ProbeNetwork { AllowExec = true }, ["echo", "$HOME; rm -rf *"], "^\\$HOME; rm -rf \\*");
        Assert.True(result.Passed, result.Failure?.ToString());
    }

    [Fact]
    public async Task The_probers_own_environment_is_not_its_business_but_the_target_is()
    {
        // The test's own process has many; DOTNET_ ones among them for certain.
        Environment.SetEnvironmentVariable("ROLLOUT_TEST_HISTORY", "postgres:Password=open-sesame");
        var result = await RunAsync(new ProbeNetwork { AllowExec = true }, ["sh", "-c", "env; exit 1"]);
        Assert.Contains("PROBE_TARGET=http://127.0.0.1:1 ", result.Failure!.Body, StringComparison.Ordinal);
        Assert.Contains("PATH=", result.Failure.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("ROLLOUT_TEST_HISTORY", result.Failure.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_trouble_and_no_failure() =>
        await Assert.ThrowsAsync<ProbeTroubleException>(() => RunAsync(new ProbeNetwork { AllowExec = true }, ["/nowhere/at/all"]));

    [Fact]
    public async Task Output_beyond_the_limit_is_dropped_and_the_command_goes_on()
    {
        var result = await RunAsync(new ProbeNetwork { AllowExec = true }, ["sh", "-c", "head -c 3000000 /dev/zero; exit 4"]);
        Assert.Equal("exit code 4", result.Failure!.Got);
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_ended_with_its_children()
    {
        var file = Path.GetTempFileName();
        var spec = Spec(["sh", "-c", $"sleep 1000 & echo $! > {file}; wait"]) with { Timeout = TimeSpan.FromSeconds(2) };
        var result = await new ProbeRunner(TimeProvider.System, new ProbeNetwork { AllowExec = true }).RunAsync(spec, Target, CancellationToken.None);
        Assert.Equal("no answer by then", result.Failure!.Got);
        var child = (await File.ReadAllTextAsync(file)).Trim();
        File.Delete(file);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        while (Directory.Exists($"/proc/{child}") && !(await File.ReadAllTextAsync($"/proc/{child}/stat", limit.Token)).Contains(") Z ", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }

    private static AcceptanceProbeSpec Spec(string[] command, string? matches = null) => new()
    {
        Timeout = TimeSpan.FromSeconds(30),
        Steps = [new ProbeStep { Name = "a", Exec = new ExecStep { Command = command }, Expect = new Expectation { BodyMatches = matches is null ? [] : [matches] } }],
    };

    private static async Task<ProbeResult> RunAsync(ProbeNetwork network, string[] command, string? matches = null) =>
        await new ProbeRunner(TimeProvider.System, network).RunAsync(Spec(command, matches), Target, CancellationToken.None);
}
