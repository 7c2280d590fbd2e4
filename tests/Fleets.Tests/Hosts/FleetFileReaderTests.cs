using Rollout.Api;
using Rollout.Api.Binding;
using Rollout.Fleets.Hosts;

namespace Rollout.Fleets.Tests.Hosts;

public class FleetFileReaderTests
{
    public static TheoryData<string> Good => GoldenFolder.Files("good");

    public static TheoryData<string> Bad => GoldenFolder.Files("bad");

    [Theory]
    [MemberData(nameof(Good))]
    public async Task A_good_file_is_read(string file)
    {
        var bound = await ReadAsync(Path.Combine("good", file));
        Assert.Empty(bound.Problems);
        Assert.NotNull(bound.Value);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_file_is_refused_with_every_problem(string file)
    {
        var bound = await ReadAsync(Path.Combine("bad", file));
        var told = string.Concat(bound.Problems.Select(p => p + "\n")).Replace(GoldenFolder.Path, "GOLDEN", StringComparison.Ordinal);
        var expected = Path.Combine(GoldenFolder.Path, "bad", Path.ChangeExtension(file, ".problems.txt"));
        Assert.True(File.Exists(expected), $"{expected} is missing; what the reader says now:\n{told}");
        Assert.NotEmpty(bound.Problems);
        Assert.Null(bound.Value);
        Assert.Equal(await File.ReadAllTextAsync(expected), told);
    }

    [Fact]
    public async Task Everything_that_a_file_says_is_kept()
    {
        var fleet = (await ReadAsync(Path.Combine("good", "contract.yaml"))).Value!;
        var folder = Path.Combine(GoldenFolder.Path, "good");
        Assert.Equal("shop", fleet.Name);
        Assert.Equal(["n1", "n2", "web3.example.com"], fleet.Nodes.Select(n => n.Name));
        Assert.Equal(["127.0.0.1:9001", "127.0.0.1:9002", "[::1]:9003"], fleet.Nodes.Select(n => n.Address.ToString()));
        Assert.Equal("b", fleet.Nodes[1].Labels["zone"]);
        Assert.Equal(Path.Combine(folder, "deploy.sh"), fleet.Deploy.Program);
        Assert.Equal(["{node}", "{version}", "5", "true", ""], fleet.Deploy.Arguments);
        Assert.Equal((TimeSpan.FromMinutes(2), folder), (fleet.Deploy.Timeout, fleet.Deploy.Directory));
        Assert.Equal((TimeSpan.FromSeconds(10), "{address}"), (fleet.Status.Timeout, fleet.Status.Arguments[0]));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1)), (fleet.Drain!.Timeout, fleet.Undrain!.Timeout));
        Assert.Equal(2, fleet.Parallel);
        Assert.Equal(Path.Combine(folder, "data", "rollout.db"), fleet.State);
        Assert.Equal([new NodeCount(1, false), new NodeCount(25, true)], fleet.Spec.Stages.Select(s => s.Nodes));
        Assert.Equal("shop_orders_total{synthetic=\"false\"}", fleet.Spec.Metrics[0].Metric!.Selectors.Count);
        Assert.Equal(fleet.Spec.Metrics[0].Metric, fleet.Spec.Metrics[1].Metric);
        Assert.Equal("""{"sku":"tea"}""", fleet.Spec.Probes[0].Probe!.Steps[0].Http!.Json);
    }

    [Fact]
    public async Task What_is_left_out_takes_the_documented_defaults()
    {
        var fleet = (await ReadAsync(Path.Combine("good", "smallest.yaml"))).Value!;
        Assert.Equal((1, Path.Combine(GoldenFolder.Path, "good", "rollout.db")), (fleet.Parallel, fleet.State));
        Assert.Equal((TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(10)), (fleet.Deploy.Timeout, fleet.Status.Timeout));
        Assert.Null(fleet.Drain);
        Assert.Null(fleet.Undrain);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_problem() =>
        Assert.Equal("no/such/fleet.yaml: does not exist; check the path after --fleet", (await FleetFileReader.ReadAsync("no/such/fleet.yaml", default)).Problems.Single().ToString());

    [Fact]
    public async Task A_directory_is_a_problem() =>
        Assert.Equal("is a directory", (await FleetFileReader.ReadAsync(GoldenFolder.Path, default)).Problems.Single().What);

    [Fact]
    public async Task A_path_that_is_none_is_a_problem() =>
        Assert.StartsWith("cannot be read", (await FleetFileReader.ReadAsync("a\0b", default)).Problems.Single().What, StringComparison.Ordinal);

    [Fact]
    public async Task A_file_without_end_is_refused_after_a_mebibyte() =>
        Assert.Equal("is larger than 1 MiB", (await FleetFileReader.ReadAsync("/dev/zero", default)).Problems.Single().What);

    private static async Task<Bound<FleetFile>> ReadAsync(string file) => await FleetFileReader.ReadAsync(Path.Combine(GoldenFolder.Path, file), default);
}
