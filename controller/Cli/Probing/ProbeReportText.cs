using System.Globalization;
using Rollout.Probes;

namespace Rollout.Cli.Probing;

/// <summary>A run for people.</summary>
internal static class ProbeReportText
{
    public static IEnumerable<string> Lines(ProbeReport report)
    {
        var target = report.Target.GetLeftPart(UriPartial.Authority);
        if (report.Result is not { } result)
        {
            yield return $"{report.Probe} against {target}: no run was possible: {report.Trouble}";
            yield break;
        }

        yield return $"{report.Probe} against {target}: {(result.Passed ? "passed" : "FAILED")} in {Milliseconds(result.Duration)}";
        var width = result.Steps.Max(s => s.Step.Length);
        foreach (var step in result.Steps)
        {
            yield return $"  {step.Step.PadRight(width)}  {(step.Passed ? "passed" : "FAILED")}  {Milliseconds(step.Duration),10}{Times(step.Times)}";
            if (!step.Passed)
            {
                yield return $"      expected {step.Expected}";
                yield return $"      got {step.Got}";
                if (step.Body is { Length: > 0 } body)
                {
                    yield return $"      body {body}";
                }
            }
        }
    }

    private static string Times(StepTimes? times) =>
        times is null ? "" : "  " + string.Join(", ", times.Named().Where(t => t.Took > TimeSpan.Zero).Select(t => $"{t.Phase} {Milliseconds(t.Took)}"));

    private static string Milliseconds(TimeSpan took) => string.Create(CultureInfo.InvariantCulture, $"{took.TotalMilliseconds:0.0} ms");
}
