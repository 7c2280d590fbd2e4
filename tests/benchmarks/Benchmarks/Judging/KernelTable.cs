using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Rollout.Benchmarks.Judging;

/// <summary>Runs BenchmarkDotNet inside this process (no second build) and turns its summaries into rows.</summary>
internal static class KernelTable
{
    /// <returns>What, its parameter, nanoseconds an operation in the best round (others may be at work on the machine), operations a second on one core.</returns>
    public static IEnumerable<string[]> Rows<T>(bool quick)
    {
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithLaunchCount(1)
            .WithWarmupCount(quick ? 2 : 4).WithIterationCount(quick ? 20 : 60)
            .WithIterationTime(TimeInterval.FromMilliseconds(30));
        var config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(NullLogger.Instance).AddColumnProvider(DefaultColumnProviders.Instance)
            .WithOption(ConfigOptions.DisableLogFile, true);
        foreach (var report in BenchmarkRunner.Run<T>(config).Reports)
        {
            yield return Row(report);
        }
    }

    private static string[] Row(BenchmarkReport report)
    {
        var nanoseconds = report.ResultStatistics?.Min
            ?? throw new InvalidOperationException($"{report.BenchmarkCase.DisplayInfo} could not be measured");
        var parameters = string.Join(", ", report.BenchmarkCase.Parameters.Items.Select(p => FormattableString.Invariant($"{p.Name} {p.Value}")));
        return
        [
            $"{report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'')}, {parameters}",
            FormattableString.Invariant($"{nanoseconds:#,0} ns"),
            FormattableString.Invariant($"{1e9 / nanoseconds:#,0}/s"),
        ];
    }
}
