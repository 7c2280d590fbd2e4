using System.Text.Json.Serialization;

namespace Rollout.Judge;

/// <summary>
/// Sessions that were assigned to the canaries and to the controls, each worth what a session of its node is expected to bring,
/// and fading with the time that a visit takes until it buys. Given these, "no harm" means that the events split like them, however
/// unevenly the balancer shares out its sessions (judge/README.md 2.4).
/// </summary>
/// <param name="Canaries">Faded sum of the canaries' weighted sessions.</param>
/// <param name="Controls">Of the controls'.</param>
/// <param name="CanaryWeight">Typical weight of those canaries that were present last.</param>
/// <param name="ControlWeight">Typical weight of those controls.</param>
/// <param name="Filled">How much of the memory has been seen, 0 to 1: what was bought by sessions of before is not explained by these.</param>
public sealed record LaggedTraffic(double Canaries, double Controls, double CanaryWeight, double ControlWeight, double Filled)
{
    public static readonly LaggedTraffic None = new(0, 0, 0, 0, 0);

    private const double EnoughFilled = 0.95;

    /// <summary>Whether the split of the events can be told from these sessions.</summary>
    [JsonIgnore]
    public bool IsFilled => Filled >= EnoughFilled;

    /// <summary>The canaries' expected share; null while no session is known.</summary>
    [JsonIgnore]
    public double? Share => Canaries + Controls > 0 ? Canaries / (Canaries + Controls) : null;

    /// <summary>
    /// With one more bucket. Where nodes came or went since the last one, what is remembered of each side is scaled to those that are
    /// here now, by what they typically get; canaries that join have not been seen.
    /// </summary>
    /// <param name="kept">Part of the past that is kept, 0 to 1: e^(-length/memory).</param>
    /// <param name="canaries">The bucket's weighted sessions of the canaries present.</param>
    /// <param name="controls">Of the controls present.</param>
    /// <param name="canaryWeight">What the canaries present get typically.</param>
    /// <param name="controlWeight">What the controls present get typically.</param>
    public LaggedTraffic Next(double kept, double canaries, double controls, double canaryWeight, double controlWeight) => new(
        Faded(kept, Canaries, CanaryWeight, canaryWeight) + canaries,
        Faded(kept, Controls, ControlWeight, controlWeight) + controls,
        canaryWeight,
        controlWeight,
        (kept * Filled * (canaryWeight > CanaryWeight ? CanaryWeight / canaryWeight : 1)) + (1 - kept));

    private static double Faded(double kept, double past, double before, double now) => before > 0 ? kept * past * (now / before) : 0;
}
