using System.Text;

namespace Rollout.Cli.Tests;

public class CommandLineTests
{
    [Theory]
    [InlineData("frob", "rollout: unknown verb 'frob'; ")]
    [InlineData("jugde", "rollout: unknown verb 'jugde'; did you mean judge? known verbs are abort, backtest, completion, controller, crds, demo, explain, forecast, history, hosts, judge, pause, probe, promote, release, report, resume, retry, start, status, wait, watch")]
    [InlineData("--frob", "rollout: unknown option '--frob'; ")]
    public async Task An_unknown_verb_is_refused_with_the_known_ones(string word, string expected)
    {
        var answer = await RolloutProcess.RunAsync(word);
        Assert.Equal(2, answer.ExitCode);
        Assert.Empty(answer.Out);
        Assert.StartsWith(expected, Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("known verbs are abort, backtest, completion, controller, crds, demo, explain, forecast, history, hosts, judge, pause, probe, promote, release, report, resume, retry, start, status, wait, watch", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("help", "judge")]
    [InlineData("judge", "--help")]
    [InlineData("judge", "--events", "x.csv", "-h")]
    [InlineData("hosts", "--help")]
    [InlineData("backtest", "--help")]
    [InlineData("forecast", "--help")]
    [InlineData("demo", "--help")]
    [InlineData("crds", "--help")]
    [InlineData("completion", "--help")]
    [InlineData("history", "--help")]
    [InlineData("report", "--help")]
    [InlineData("start", "--help")]
    [InlineData("status", "--help")]
    [InlineData("wait", "--help")]
    [InlineData("watch", "--help")]
    public async Task Help_teaches_in_80_columns_on_stdout(params string[] args)
    {
        var answer = await RolloutProcess.RunAsync(args);
        Assert.Equal(0, answer.ExitCode);
        Assert.Empty(answer.Error);
        Assert.Contains("rollout", answer.Out, StringComparison.Ordinal);
        Assert.All(answer.OutLines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        var answer = await RolloutProcess.RunAsync("--version");
        Assert.Equal(0, answer.ExitCode);
        Assert.Matches(@"^rollout \d+\.\d+\.\d+\S*$", Assert.Single(answer.OutLines));
    }

    [Fact]
    public async Task Unknown_options_are_refused_all_at_once_with_the_known_ones()
    {
        var answer = await RolloutProcess.RunAsync("judge", "--alhpa", "0.1", "--frob=2", "--bucket");
        Assert.Equal(2, answer.ExitCode);
        Assert.Empty(answer.Out);
        Assert.Contains("--alhpa: unknown option; did you mean --alpha? known are --events,", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("0.1: ", answer.Error, StringComparison.Ordinal);
        Assert.Contains("--frob=2: unknown option; known are --events,", answer.Error, StringComparison.Ordinal);
        Assert.Contains("--bucket: Required argument missing for option", answer.Error, StringComparison.Ordinal);
        Assert.Contains("--canary: the canary is missing", answer.Error, StringComparison.Ordinal);
        Assert.EndsWith("nothing was judged (rollout judge --help)", answer.ErrorLines[^1], StringComparison.Ordinal);
    }

    public static TheoryData<string> KnownVerbs => [.. Verbs.Known.Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(KnownVerbs))]
    public async Task Every_verb_names_the_option_that_was_probably_meant_and_does_nothing(string verb)
    {
        var meant = Verbs.Known.First(v => v.Name == verb).Create().Options.Options.Select(o => o.Name).FirstOrDefault("--help");
        var answer = await RolloutProcess.RunAsync(verb, UnknownOptionsTests.Mistyped(meant), "x");
        Assert.Equal(2, answer.ExitCode);
        Assert.Empty(answer.Out);
        Assert.StartsWith($"{UnknownOptionsTests.Mistyped(meant)}: unknown option; did you mean {meant}? ", answer.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith($"rollout {verb}: ", answer.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_begins_with_an_at_sign_is_no_response_file()
    {
        var answer = await RolloutProcess.RunInAsync(Path.GetTempPath(), Encoding.UTF8.GetBytes(""), "judge", "--events", "@x.csv", "--canary", "n0", "--start", "2026-11-21T10:00:00Z");
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("@x.csv: no such file", answer.Error, StringComparison.Ordinal);
    }
}
