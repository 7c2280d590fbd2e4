namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>What tests/e2e/run.sh runs before all else: whether the cluster has what the suite needs, pods that run included.</summary>
public class PreflightTests
{
    [Fact]
    public async Task The_cluster_has_what_the_suite_needs()
    {
        var refusal = Environment.GetEnvironmentVariable("E2E_REFUSAL");
        var cluster = new ClusterUnderTest();
        string? line;
        try
        {
            await cluster.ConnectOnlyAsync();
            line = await Prerequisites.MissingAsync(cluster.Client) ?? await Prerequisites.CannotRunAsync(cluster);
        }
        catch (InvalidOperationException wrong)
        {
            line = wrong.Message;
        }
        finally
        {
            await cluster.DisposeAsync();
        }

        if (line is not null && refusal is { Length: > 0 })
        {
            await File.WriteAllTextAsync(refusal, line.ReplaceLineEndings(" ") + "\n");
        }

        Assert.Null(line);
    }
}
