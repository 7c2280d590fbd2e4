using System.Collections.Concurrent;
using System.Text;
using Rollout.Api;
using Rollout.Metrics.Secrets;
using Rollout.Probes;

namespace Rollout.Server.Probing;

/// <summary>
/// Test customers out of a namespace's Secrets, each read by its name. Read again when older than half a minute; while it cannot be read, the
/// one of before goes on.
/// </summary>
public sealed class SecretCustomers(ISecrets secrets, string space, TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Read, ProbeCustomer Customer)> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> underWay = new(StringComparer.Ordinal);

    /// <summary>The customer of a probe; null where it names none.</summary>
    /// <exception cref="ProbeTroubleException">The Secret is not there, may not be read, or could never be read yet.</exception>
    public async ValueTask<ProbeCustomer?> OfAsync(AcceptanceProbeSpec spec, CancellationToken cancellationToken)
    {
        if (spec.CustomerSecret is not { } name)
        {
            return null;
        }

        // All pods of a workload fall due within one interval: one of them reads again.
        if (known.TryGetValue(name, out var last) && (time.GetUtcNow() - last.Read < Age || !underWay.TryAdd(name, true)))
        {
            return last.Customer;
        }

        try
        {
            return await ReadAsync(name, cancellationToken);
        }
        finally
        {
            underWay.TryRemove(name, out _);
        }
    }

    private async ValueTask<ProbeCustomer> ReadAsync(string name, CancellationToken cancellationToken)
    {
        switch (await secrets.ReadAsync(space, name, cancellationToken))
        {
            case SecretRead.Found found:
                var customer = new ProbeCustomer(found.Content.ToDictionary(key => key.Key, key => Encoding.UTF8.GetString(key.Value), StringComparer.Ordinal));
                known[name] = (time.GetUtcNow(), customer);
                return customer;
            case SecretRead.Unreachable when known.TryGetValue(name, out var last):
                return last.Customer;
            case SecretRead.Unreachable away:
                throw new ProbeTroubleException($"the test customer \"{name}\": {away.Reason}");
            case SecretRead.Refused refused:
                known.TryRemove(name, out _);
                throw new ProbeTroubleException($"the test customer \"{name}\": {refused.Reason}");
            default:
                throw new InvalidOperationException("a read has no fourth outcome");
        }
    }
}
