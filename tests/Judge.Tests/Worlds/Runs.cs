using System.Globalization;

namespace Rollout.Judge.Tests;

/// <summary>How many simulated rollouts a test plays: few by default, as many as ROLLOUT_JUDGE_RUNS says for a measurement.</summary>
internal static class Runs
{
    public static int Of(int few) =>
        int.TryParse(Environment.GetEnvironmentVariable("ROLLOUT_JUDGE_RUNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var many) ? many : few;

    /// <summary>Three standard errors of a frequency: what chance alone may add to it.</summary>
    public static double Slack(double rate, int runs) => 3 * Math.Sqrt(rate * (1 - rate) / runs);
}
