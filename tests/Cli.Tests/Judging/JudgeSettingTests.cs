using Rollout.Cli.Judging;

namespace Rollout.Cli.Tests.Judging;

public class JudgeSettingTests
{
    // The contract's list of flags, section 2; a case has the same names without dashes, as in its example.
    [Fact]
    public void Flags_and_names_in_cases_are_the_contract_s()
    {
        Assert.Equal(
        [
            "--events", "--buckets", "--canary", "--start", "--end", "--bucket", "--alpha", "--alpha-promote", "--tolerance", "--horizon", "--kind",
            "--harm-floor", "--warm-up", "--no-calibration", "--ignore-promote",
        ], JudgeSetting.All.Select(s => s.Flag));
        Assert.Equal(["alphaPromote", "harmFloor", "warmUp", "noCalibration"],
            JudgeSetting.All.Select(s => s.CaseName).Where(n => n is "alphaPromote" or "harmFloor" or "warmUp" or "noCalibration"));
    }

    [Fact]
    public void Help_speaks_of_every_flag_and_every_default()
    {
        var defaults = new JudgeRequest();
        Assert.All(JudgeSetting.All, s => Assert.Contains(s.Flag, JudgeHelp.Text, StringComparison.Ordinal));
        Assert.All(
            [
                $"--alpha {defaults.Alpha} ", $"--alpha-promote {defaults.AlphaPromote} ", $"--tolerance {defaults.Tolerance} ", $"--harm-floor {defaults.HarmFloor} ",
                $"--bucket {defaults.Bucket.TotalSeconds}s ", $"--warm-up {defaults.WarmUp.TotalSeconds}s ", "--kind revenue ",
            ],
            text => Assert.Contains(text, JudgeHelp.Text, StringComparison.Ordinal));
    }
}
