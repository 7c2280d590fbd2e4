using Spectre.Console;

namespace Rollout.Cli.Backtesting;

/// <summary>A bar with the time left, on stderr and only where that is a terminal.</summary>
internal static class BacktestProgress
{
    /// <param name="runs">How many there will be.</param>
    /// <param name="work">Given what to call after some of them.</param>
    public static async Task<T> ShowAsync<T>(int runs, Func<Action<int>, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
        {
            return await work(_ => { });
        }

        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await terminal.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("pretended rollouts", maxValue: runs);
                return await work(done => bar.Increment(done));
            });
    }
}
