namespace Rollout.Metrics.Secrets;

/// <summary>Where secrets are read, each by its name only; nobody lists them. What is read is never logged and never part of a message.</summary>
public interface ISecrets
{
    /// <summary>Throws only on cancellation.</summary>
    /// <param name="space">The namespace of the rollout; where there are none, <c>default</c>.</param>
    /// <param name="name">The secret's name in it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<SecretRead> ReadAsync(string space, string name, CancellationToken cancellationToken);
}
