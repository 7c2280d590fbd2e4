using System.Text.Json.Nodes;
using Rollout.Support;

namespace Rollout.Cli.Tests.Pipeline;

/// <summary>The verbs against the cluster itself: no controller's API, only what kubectl would reach.</summary>
public sealed class ClusterVerbsTests
{
    [Fact]
    public async Task A_start_writes_images_and_identity_and_a_wait_never_answers_with_yesterdays_outcome()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        var v1 = await cluster.RevisionAsync();
        await cluster.SayAsync("Promoted", "every node runs it", s => s["stableRevision"] = v1);
        var before = await cluster.CallAsync("wait");
        Assert.True(before.ExitCode == 0, before.Error);

        var started = await cluster.CallAsync("start", "--image", "c=shop:v2", "--commit", "9fceb02", "--committed-at", "2026-11-20T08:00:00Z", "-o", "json");
        Assert.True(started.ExitCode == 0, started.Error);
        var deployment = await cluster.DeploymentAsync();
        Assert.Equal("shop:v2", (string?)deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]);
        Assert.Equal(("9fceb02", "2026-11-20T08:00:00Z"),
            ((string?)deployment["metadata"]!["annotations"]!["staggered.dev/commit"], (string?)deployment["metadata"]!["annotations"]!["staggered.dev/committed-at"]));
        var v2 = await cluster.RevisionAsync();
        Assert.NotEqual(v1, v2);
        Assert.Equal(v2, (string?)JsonNode.Parse(started.Out)!["revision"]);

        // The status is still yesterday's.
        Assert.Equal(13, (await cluster.CallAsync("wait", "--timeout", "1s")).ExitCode);
        var status = await cluster.CallAsync("status");
        Assert.Contains("has not looked at the workload's last change yet", status.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);

        await cluster.SayAsync("RolledBack", "it earned less", s =>
        {
            s["stableRevision"] = v1;
            s["refusedRevisions"] = new JsonArray(new JsonObject { ["revision"] = v2, ["reason"] = "HarmProven", ["message"] = "it earned 21 % less", ["at"] = "2026-11-21T12:00:00Z" });
            s["outcomes"] = new JsonArray(new JsonObject
            {
                ["result"] = "RolledBack", ["revision"] = v2, ["reason"] = "HarmProven", ["message"] = "it earned 21 % less", ["startedAt"] = "2026-11-21T11:00:00Z", ["endedAt"] = "2026-11-21T12:00:00Z",
            });
        });
        var over = await cluster.CallAsync("wait");
        Assert.Equal(10, over.ExitCode);
        Assert.Contains("it earned 21 % less", over.Error, StringComparison.Ordinal);
        Assert.Equal(10, (await cluster.CallAsync("start", "--image", "c=shop:v2", "--wait")).ExitCode);
    }

    [Fact]
    public async Task Orders_are_the_annotations_and_the_pause_that_a_controller_reads()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        await cluster.SayAsync("Idle", "nothing is wanted", s => s["stableRevision"] = "aaaaaaaaaa");
        Assert.Equal(14, (await cluster.CallAsync("abort")).ExitCode);

        await cluster.SayAsync("Judging", "evidence is gathered", s => (s["stableRevision"], s["canaryRevision"]) = ("aaaaaaaaaa", "bbbbbbbbbb"));
        Assert.Equal(0, (await cluster.CallAsync("abort")).ExitCode);
        Assert.Equal("bbbbbbbbbb", (string?)(await cluster.RolloutAsync())["metadata"]!["annotations"]!["staggered.dev/abort"]);
        Assert.Equal(0, (await cluster.CallAsync("retry", "--revision", "cccccccccc")).ExitCode);
        Assert.Equal("cccccccccc", (string?)(await cluster.RolloutAsync())["metadata"]!["annotations"]!["staggered.dev/retry"]);
        Assert.Equal(0, (await cluster.CallAsync("pause")).ExitCode);
        Assert.True((bool?)(await cluster.RolloutAsync())["spec"]!["paused"]);
        Assert.Equal(0, (await cluster.CallAsync("resume")).ExitCode);
        Assert.False((bool?)(await cluster.RolloutAsync())["spec"]!["paused"]);
    }

    [Fact]
    public async Task Whom_the_cluster_refuses_is_told_4_and_where_none_answers_3()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        using var folder = new TemporaryFolder();
        var kubeconfig = await File.ReadAllTextAsync(cluster.Kubeconfig);
        var refused = folder.Write("refused", kubeconfig.Replace(cluster.Token, "nobodys-token", StringComparison.Ordinal));
        Assert.Equal(4, (await RolloutProcess.RunAsync("status", "shop", "--kubeconfig", refused)).ExitCode);
        Assert.Equal(4, (await RolloutProcess.RunAsync("start", "shop", "--image", "c=shop:v2", "--kubeconfig", refused)).ExitCode);
        var away = folder.Write("away", kubeconfig.Replace(cluster.Address.Authority, "127.0.0.1:9", StringComparison.Ordinal));
        Assert.Equal(3, (await RolloutProcess.RunAsync("status", "shop", "--kubeconfig", away)).ExitCode);
    }

    [Fact]
    public async Task What_is_wrong_or_not_there_has_the_exit_code_of_the_contract()
    {
        await using var cluster = await ClusterFixture.StartAsync();
        Assert.Equal(15, (await RolloutProcess.RunAsync("status", "nope", "--kubeconfig", cluster.Kubeconfig)).ExitCode);
        var container = await cluster.CallAsync("start", "--image", "nix=shop:v2");
        Assert.Equal(14, container.ExitCode);
        Assert.Contains("is no container of the workload", container.Error, StringComparison.Ordinal);
        var twice = await cluster.CallAsync("start", "--image", "shop:v2", "--version", "v2");
        Assert.Equal(2, twice.ExitCode);
        Assert.Equal(2, (await RolloutProcess.RunAsync("status", "shop", "--kubeconfig", "/nowhere/config")).ExitCode);
        Assert.Equal(0, (await cluster.CallAsync("history")).ExitCode);
    }
}
