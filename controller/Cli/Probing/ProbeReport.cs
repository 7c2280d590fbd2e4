using Rollout.Probes;

namespace Rollout.Cli.Probing;

/// <summary>One probe's run, or why there was none.</summary>
internal sealed record ProbeReport(string Probe, Uri Target, ProbeResult? Result, string? Trouble)
{
    public bool Passed => Result is { Passed: true };
}
