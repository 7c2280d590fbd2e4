namespace Rollout.Kubernetes.Configuration.Credentials;

/// <summary>A credential, or why there is none just now.</summary>
public abstract record CredentialResult
{
    private CredentialResult()
    {
    }

    public sealed record Given(Credential Credential) : CredentialResult;

    /// <param name="Reason">A sentence without secrets.</param>
    public sealed record Unavailable(string Reason) : CredentialResult;
}
