namespace Rollout.Probes.History;

/// <summary>A run that is remembered.</summary>
/// <param name="Id">Rises with every run of this process.</param>
/// <param name="Probe">Its name.</param>
/// <param name="Target">Node, or URL.</param>
/// <param name="Result">How it went; null where no run was possible.</param>
/// <param name="Trouble">Why none was possible; null where one was.</param>
/// <param name="At">When it began.</param>
public sealed record PastRun(long Id, string Probe, string Target, ProbeResult? Result, string? Trouble, DateTimeOffset At)
{
    public bool Passed => Result is { Passed: true };
}
