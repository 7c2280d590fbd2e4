using System.Text.Json;
using Rollout.Support;

namespace Rollout.Cli.Tests.Backtesting;

/// <summary>`rollout backtest` as a user runs it.</summary>
public sealed class BacktestVerbTests
{
    private static readonly RecordedShop Shop = new() { OrdersPerMinuteAndNode = 8, History = TimeSpan.FromHours(12), Judged = TimeSpan.FromHours(4) };

    /// <summary>Whoever begins it at a terminal wants to know whether to wait.</summary>
    [Fact]
    public async Task Its_help_says_how_long_it_takes_unless_told_otherwise()
    {
        var help = await RolloutProcess.RunAsync("backtest", "--help");
        Assert.Contains("takes some 12 minutes of processor time", help.Out, StringComparison.Ordinal);
        Assert.All(help.OutLines, line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Reports_every_loss_with_the_rules_of_others_beside_it()
    {
        using var folder = new TemporaryFolder();
        var answer = await RolloutProcess.RunAsync(
            "backtest", "--events", folder.Write("shop.csv", Shop.Csv()), "--window", "2h", "--runs", "12", "--loss", "0,0.5", "-o", "json");
        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        var losses = JsonDocument.Parse(answer.Out).RootElement.GetProperty("losses").EnumerateArray().ToList();
        Assert.Equal([0, 0.5], losses.Select(l => l.GetProperty("loss").GetDouble()));
        foreach (var row in losses.SelectMany(l => l.GetProperty("rivals").EnumerateArray().Append(l)))
        {
            Assert.Equal(12, row.GetProperty("runs").GetInt32());
            Assert.Equal(12, row.GetProperty("rolledBack").GetInt32() + row.GetProperty("promoted").GetInt32() + row.GetProperty("undecided").GetInt32());
        }

        Assert.Equal(0, losses[0].GetProperty("rolledBack").GetInt32());
        Assert.Equal(JsonValueKind.Null, losses[0].GetProperty("oracleMedianMinutes").ValueKind);
        Assert.Equal(12, losses[1].GetProperty("rolledBack").GetInt32());
        Assert.InRange(losses[1].GetProperty("oracleMedianMinutes").GetDouble(), 3, losses[1].GetProperty("medianMinutes").GetDouble());
        var threshold = losses[0].GetProperty("rivals").EnumerateArray().First(r => r.GetProperty("rule").GetString()!.Contains("each bucket", StringComparison.Ordinal));
        Assert.Equal(12, threshold.GetProperty("rolledBack").GetInt32());
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_answer_on_any_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        string[] args = ["backtest", "--events", folder.Write("shop.csv", Shop.Csv()), "--window", "1h", "--runs", "23", "--loss", "0.2", "-o", "json"];
        var answers = new List<string>();
        foreach (var threads in new[] { "1", "4" })
        {
            answers.Add((await RolloutProcess.RunWithAsync("DOTNET_PROCESSOR_COUNT", threads, args)).Out);
        }

        Assert.Contains("\"losses\"", answers[0], StringComparison.Ordinal);
        Assert.Equal(answers[0], answers[1]);
        Assert.NotEqual(answers[0], (await RolloutProcess.RunAsync([.. args, "--seed", "2"])).Out);
    }

    [Fact]
    public async Task Buckets_are_thinned_too_and_it_is_said_how()
    {
        using var folder = new TemporaryFolder();
        var answer = await RolloutProcess.RunAsync(
            "backtest", "--buckets", folder.Write("shop.csv", Shop.BucketsCsv()), "--window", "2h", "--runs", "7", "--loss", "0.9,0", "--kind", "count");
        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.All(answer.OutLines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains("counts were thinned binomially", answer.Out, StringComparison.Ordinal);

        // False rollbacks come first, whatever the order of the losses.
        var lines = answer.OutLines.ToList();
        Assert.True(lines.FindIndex(l => l.StartsWith("nothing lost", StringComparison.Ordinal)) < lines.FindIndex(l => l.StartsWith("90 % of the orders", StringComparison.Ordinal)));
        Assert.Contains(lines, l => l.StartsWith("rollout ", StringComparison.Ordinal) && l.Contains("100.0 %", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Data_that_are_too_short_are_refused_with_what_would_do()
    {
        using var folder = new TemporaryFolder();
        var answer = await RolloutProcess.RunAsync("backtest", "--events", folder.Write("shop.csv", Shop.Csv()), "--window", "9h");
        Assert.Equal((2, ""), (answer.ExitCode, answer.Out));
        Assert.Contains("the data are 16h long; a window of 9h needs 18h: itself, and as much history before it; give --window 8h or a shorter one", answer.Error, StringComparison.Ordinal);
        Assert.EndsWith("nothing was tested (rollout backtest --help)", answer.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        using var folder = new TemporaryFolder();
        var answer = await RolloutProcess.RunAsync(
            "backtest", "--events", folder.Write("one.csv", "time,node,value\n2026-11-20T00:00:00Z,n0,1\n2026-11-20T00:00:01Z,n0,x\n"),
            "--loss", "0,1.5,0", "--runs", "0", "--seed", "x", "--window", "90s", "--kind", "money");
        Assert.Equal((2, ""), (answer.ExitCode, answer.Out));
        foreach (var wrong in new[] { "--loss: '1.5'", "--loss: 0 is named twice", "--runs: 0 is out of range", "--seed: 'x'", "--window: a window of", "--kind: unknown kind 'money'", "one.csv:3", "one node alone" })
        {
            Assert.Contains(wrong, answer.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nothing_given_is_refused()
    {
        var answer = await RolloutProcess.RunAsync("backtest");
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("--events: there is nothing to test on", answer.Error, StringComparison.Ordinal);
    }
}
