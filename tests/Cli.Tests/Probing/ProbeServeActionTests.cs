using Rollout.Support;

namespace Rollout.Cli.Tests.Probing;

/// <summary>What stands in the log of a process that runs for years, when somebody breaks one of its files.</summary>
public sealed class ProbeServeActionTests
{
    private const string Good = """
        apiVersion: staggered.dev/v1alpha1
        kind: AcceptanceProbe
        metadata: {name: checkout}
        spec:
          interval: 1h
          target: {url: "http://127.0.0.1:9"}
          steps:
          - {name: pay, http: {path: /pay}}

        """;

    [Fact]
    public async Task A_file_that_goes_bad_is_told_with_every_problem_once_and_so_is_its_mending()
    {
        using var folder = new TemporaryFolder();
        Put(folder, Good);
        await using var serving = await ServeProcess.StartAsync(folder.Path);

        Put(folder, Good.Replace("interval: 1h", "interval: soon\n  tiemout: 1s", StringComparison.Ordinal));
        Assert.StartsWith("checkout.yaml:5 spec.interval: is the text 'soon' where a duration is wanted; write a duration", await serving.SaidAsync(), StringComparison.Ordinal);
        Assert.StartsWith("checkout.yaml:6 spec.tiemout: the key 'tiemout' is unknown; did you mean 'timeout'?", await serving.SaidAsync(), StringComparison.Ordinal);
        Assert.Equal("rollout probe serve: 2 problems in the files; the probes of before run on", await serving.SaidAsync());

        // What comes next is this: nothing was said again meanwhile.
        Put(folder, Good);
        Assert.Equal("rollout probe serve: all files are good again, and run", await serving.SaidAsync());
    }

    /// <summary>Whole at once: it is looked at in any moment.</summary>
    private static void Put(TemporaryFolder folder, string text) =>
        File.Move(folder.Write("checkout.new", text), Path.Combine(folder.Path, "checkout.yaml"), overwrite: true);
}
