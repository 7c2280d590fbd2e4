namespace Rollout.Kubernetes.Configuration.Credentials;

/// <summary>Where credentials come from. Asked before every request, so it keeps what it has for as long as that is good.</summary>
public interface ICredentialSource
{
    ValueTask<CredentialResult> GetAsync(CancellationToken cancellation);

    /// <summary>The server answered 401 to this credential: it is not to be given again where a newer one can be had.</summary>
    void Refused(Credential credential);
}
