namespace Rollout.FakeKubernetes.Schema;

/// <summary>What becomes of an absent or zero value when the server writes the object: what Go's JSON tags say of built-in types.</summary>
internal enum Presence
{
    /// <summary>Kept as it came (pointers, and every field of a custom resource).</summary>
    AsGiven,

    /// <summary>A zero value is left out.</summary>
    OmitZero,

    /// <summary>Always written: zero, an empty map, or null for a list.</summary>
    Always,
}
