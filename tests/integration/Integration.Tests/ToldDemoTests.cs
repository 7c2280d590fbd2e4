namespace Rollout.Integration.Tests;

[Collection(OneDemo.Name)]
public sealed class ToldDemoTests(ToldDemo demo)
{
    [Fact]
    public void The_demo_promotes_the_good_release_and_takes_back_the_two_bad_ones()
    {
        Assert.True(demo.Code == 0, string.Join('\n', demo.Lines) + demo.Error);
        Assert.Equal("demo: v2 Promoted, v3 RolledBack, v4 RolledBack", demo.Lines[^1]);
        Assert.Contains(demo.Lines, line => line.Contains("HarmProven", StringComparison.Ordinal));
        Assert.Contains(demo.Lines, line => line.Contains("ProbeFailsOnCanary", StringComparison.Ordinal));
        Assert.DoesNotContain(demo.Lines, line => line.Any(c => char.IsControl(c)));
    }
}
