using System.Text.Json.Serialization;

namespace Rollout.Planning;

/// <summary>What the fleet is to be like. A level, never a step: carrying it out twice is carrying it out once.</summary>
[JsonDerivedType(typeof(EnsureNothing), nameof(EnsureNothing))]
[JsonDerivedType(typeof(EnsureCanaries), nameof(EnsureCanaries))]
[JsonDerivedType(typeof(EnsureEverywhere), nameof(EnsureEverywhere))]
public abstract record Effect
{
    private Effect()
    {
    }

    /// <summary>Leave the fleet as it is.</summary>
    public sealed record EnsureNothing : Effect;

    /// <summary>Exactly <paramref name="Nodes"/> run <paramref name="Revision"/>, all others <paramref name="Stable"/>.</summary>
    /// <param name="Revision">The one on trial.</param>
    /// <param name="Stable">What all others run.</param>
    /// <param name="Nodes">As many as the recorded stage has at most. Where the platform chooses the nodes itself only their number
    /// counts.</param>
    public sealed record EnsureCanaries(string Revision, string Stable, ValueList<string> Nodes) : Effect;

    /// <summary>Every node runs <paramref name="Revision"/>: promotion of exactly the judged revision, or stable, which is also the way
    /// back.</summary>
    public sealed record EnsureEverywhere(string Revision) : Effect;
}
