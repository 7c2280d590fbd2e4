using BenchmarkDotNet.Attributes;
using Rollout.Judge;

namespace Rollout.Benchmarks.Judging;

/// <summary>One kernel fed with samples: canary's k of the fleet's n events, share one tenth.</summary>
public class KernelUpdates
{
    public const int Samples = 10_000;
    private readonly (double Canary, double Fleet)[] samples = Draw();
    private ShareEProcess process = ShareEProcess.Harm();

    /// <summary>Standard deviation of the node effect in the null; 0 is the plain likelihood ratio.</summary>
    [Params(0, 0.05)]
    public double Sigma0 { get; set; }

    [GlobalSetup(Targets = [nameof(Add), nameof(AddAndRead)])]
    public void Begin() => process = ShareEProcess.Harm(Sigma0, phi: 1.2);

    /// <summary>As the judge has it: alternatives carry the node effect too.</summary>
    [GlobalSetup(Target = nameof(AddAndReadSpread))]
    public void BeginSpread() => process = ShareEProcess.Harm(Sigma0, phi: 1.2, spreadAlternatives: true);

    /// <summary>Half of the prior is released over two million samples: with every one of them, as the reference kernel does.</summary>
    [GlobalSetup(Target = nameof(AddAndReadDelayed))]
    public void BeginDelayed() => process = ShareEProcess.Harm(Sigma0, phi: 1.2, atStart: 0.5, horizonInformation: 3e7, spreadAlternatives: true);

    [Benchmark(OperationsPerInvoke = Samples, Description = "kernel update (add a sample)")]
    public void Add()
    {
        foreach (var (canary, fleet) in samples)
        {
            process.Add(canary, fleet, 0.1);
        }
    }

    [Benchmark(OperationsPerInvoke = Samples, Description = "kernel update and exact e-value")]
    public double AddAndRead() => Read();

    [Benchmark(OperationsPerInvoke = Samples, Description = "the same, alternatives with the node effect")]
    public double AddAndReadSpread() => Read();

    [Benchmark(OperationsPerInvoke = Samples, Description = "the same with delayed onset, released with every sample")]
    public double AddAndReadDelayed() => Read();

    private double Read()
    {
        var sum = 0.0;
        foreach (var (canary, fleet) in samples)
        {
            process.Add(canary, fleet, 0.1);
            sum += process.LogEvalue();
        }

        return sum;
    }

    private static (double Canary, double Fleet)[] Draw()
    {
        var random = new Random(7);
        var drawn = new (double, double)[Samples];
        for (var i = 0; i < drawn.Length; i++)
        {
            var fleet = random.Next(150, 250);
            drawn[i] = (Enumerable.Range(0, fleet).Count(_ => random.Next(10) == 0), fleet);
        }

        return drawn;
    }
}
