namespace Rollout.Probes;

/// <summary>What went wrong in a run.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Got">What there was instead.</param>
/// <param name="Body">The beginning of the answer, redacted; null where there was none.</param>
/// <param name="At">When the run began.</param>
public sealed record ProbeFailure(string Step, string Expected, string Got, string? Body, DateTimeOffset At)
{
    /// <summary>As a sentence.</summary>
    public override string ToString() => $"step \"{Step}\" expected {Expected}, got {Got}";
}
