namespace Rollout.Kubernetes.Configuration.Credentials;

/// <summary>Credentials that never change.</summary>
public sealed class FixedCredentials(Credential credential) : ICredentialSource
{
    private readonly CredentialResult.Given given = new(credential);

    public ValueTask<CredentialResult> GetAsync(CancellationToken cancellation) => new(given);

    public void Refused(Credential credential)
    {
    }
}
