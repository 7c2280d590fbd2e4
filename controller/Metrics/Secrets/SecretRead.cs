namespace Rollout.Metrics.Secrets;

/// <summary>What came of reading a secret.</summary>
public abstract record SecretRead
{
    private SecretRead()
    {
    }

    /// <summary>Key to content, as in a Kubernetes Secret.</summary>
    public sealed record Found(IReadOnlyDictionary<string, byte[]> Content) : SecretRead
    {
        /// <summary>Names the keys only.</summary>
        public override string ToString() => $"secret with {string.Join(", ", Content.Keys.Order(StringComparer.Ordinal))}";
    }

    /// <summary>It is not there, or may not be read: a person must mend it.</summary>
    public sealed record Refused(string Reason) : SecretRead;

    /// <summary>It could not be read now.</summary>
    public sealed record Unreachable(string Reason) : SecretRead;
}
