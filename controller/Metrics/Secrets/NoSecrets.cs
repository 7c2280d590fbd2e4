namespace Rollout.Metrics.Secrets;

/// <summary>Where there is no place for secrets.</summary>
public sealed class NoSecrets : ISecrets
{
    public ValueTask<SecretRead> ReadAsync(string space, string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult<SecretRead>(new SecretRead.Refused("no place for secrets is configured here"));
}
