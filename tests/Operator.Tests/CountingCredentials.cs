using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;

namespace Rollout.Operator.Tests;

/// <summary>Asked before every request: counts them. A watch is one request for minutes.</summary>
internal sealed class CountingCredentials(string token) : ICredentialSource
{
    private readonly CredentialResult.Given given = new(new Credential { BearerToken = new Secret(token) });
    private int requests;

    public int Requests => requests;

    public ValueTask<CredentialResult> GetAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref requests);
        return new(given);
    }

    public void Refused(Credential credential) => throw new InvalidOperationException("the token is good");
}
