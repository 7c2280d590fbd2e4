using Rollout.Cli.Pipeline;
using Rollout.Server.Client;

namespace Rollout.Cli.Tests.Pipeline;

public class StatusTextTests
{
    private static readonly RolloutSeen Rollout = new()
    {
        Metadata = new RolloutSeen.RolloutName("default", "shop"), Status = new RolloutProgress { Phase = "Judging", StableRevision = "v1", CanaryRevision = "v2" },
    };

    [Fact]
    public void What_the_canary_answers_beyond_stable_has_a_table_of_its_own()
    {
        var widened = Rollout with
        {
            Status = Rollout.Status with { Widenings = [new("checkout", "look", "$.note", "not there", "a text"), new("stock", "s", "$.left", "always null", null)] },
        };
        var lines = StatusText.Lines(widened, default).ToList();
        var table = lines.SkipWhile(line => !line.StartsWith("ANSWERS MORE", StringComparison.Ordinal)).ToList();
        Assert.Equal(["ANSWERS MORE", "STEP", "PATH", "WAS", "IS"], Cells(table[0]));
        Assert.Equal(["checkout", "look", "$.note", "not there", "a text"], Cells(table[1]));
        Assert.Equal(["stock", "s", "$.left", "always null"], Cells(table[2])[..4]);
        Assert.Equal(3, table.Count);
        Assert.DoesNotContain(StatusText.Lines(Rollout, default), line => line.Contains("ANSWERS", StringComparison.Ordinal));
    }

    private static string[] Cells(string line) => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
