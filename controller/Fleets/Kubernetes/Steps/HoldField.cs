namespace Rollout.Fleets.Kubernetes.Steps;

/// <summary>The one field of the user's that a workload is held or let go by.</summary>
internal abstract record HoldField
{
    private HoldField()
    {
    }

    public sealed record Paused(bool Value) : HoldField;

    /// <param name="Value">The first place that gets the template.</param>
    /// <param name="Replicas">Of which number of pods it was reckoned; null: it is right for any.</param>
    public sealed record Partition(int Value, int? Replicas = null) : HoldField
    {
        /// <summary>Above every ordinal, however far the set is scaled.</summary>
        public const int Closed = int.MaxValue;
    }

    /// <summary>Held: no pod is replaced but by its deletion. Let go: the strategy's own figures, which stayed beside, count again.</summary>
    public sealed record OnDelete(bool Value) : HoldField;
}
