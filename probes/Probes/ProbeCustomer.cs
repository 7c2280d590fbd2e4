namespace Rollout.Probes;

/// <summary>A test customer: what the keys of its Secret hold.</summary>
public sealed class ProbeCustomer
{
    public ProbeCustomer(IReadOnlyDictionary<string, string> keys)
    {
        Values = keys.ToDictionary(k => k.Key, k => CapturedValue.Of(k.Value), StringComparer.Ordinal);
        Secrets = new SecretValues(keys.Values);
    }

    public IReadOnlyDictionary<string, CapturedValue> Values { get; }

    public SecretValues Secrets { get; }
}
