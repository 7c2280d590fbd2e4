using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollout.Judge.Tests;

public sealed class ShareEProcessTests
{
    public static TheoryData<string> Names => [.. Sequences().Select(s => (string)s["name"]!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_the_reference_kernel_after_each_sample(string name)
    {
        var sequence = Sequences().Single(s => (string)s["name"]! == name);
        var process = Process(sequence);
        var tolerance = (double?)sequence["args"]!["sigma0"] is null or 0 ? 1e-9 : 1e-8;
        var expected = Numbers(sequence, "logE");
        var (canary, fleet, share) = (Numbers(sequence, "k"), Numbers(sequence, "n"), Numbers(sequence, "rho"));
        Assert.Equal(120, expected.Length);
        for (var t = 0; t < expected.Length; t++)
        {
            process.Add(canary[t], fleet[t], share[t]);
            Assert.InRange(process.LogEvalue() - expected[t], -tolerance, tolerance);
        }
    }

    private static ShareEProcess Process(JsonNode sequence)
    {
        var args = sequence["args"]!;
        double Arg(string name, double otherwise) => (double?)args[name] ?? otherwise;
        return (string)sequence["side"]! == "harm"
            ? ShareEProcess.Harm(Arg("sigma0", 0), Arg("phi", 1), Arg("floor", 0), Arg("at_start", 1), Arg("horizon_info", 0))
            : ShareEProcess.Safe(Arg("tolerance", 0.1), Arg("sigma0", 0), Arg("phi", 1));
    }

    private static double[] Numbers(JsonNode sequence, string name) => sequence[name]!.Deserialize<double[]>()!;

    private static IEnumerable<JsonNode> Sequences()
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Vectors", "share-kernel.json"));
        return [.. JsonNode.Parse(stream)!["sequences"]!.AsArray().Select(n => n!)];
    }
}
