using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;

namespace Rollout.Fleets.Tests.Kubernetes.World;

/// <summary>Asked before every request, so it counts them, and can end the process that makes them: by an exception nobody catches.</summary>
internal sealed class CountedCredentials(string token) : ICredentialSource
{
    private readonly CredentialResult.Given given = new(new Credential { BearerToken = new Secret(token) });

    public int Requests { get; private set; }

    /// <summary>The request with this number is not made any more; 0: all are.</summary>
    public int KilledBefore { get; set; }

    /// <summary>Called with the number of each request that is made.</summary>
    public Action<int> Before { get; set; } = _ => { };

    public ValueTask<CredentialResult> GetAsync(CancellationToken cancellation)
    {
        Requests++;
        if (Requests == KilledBefore)
        {
            throw new KilledException();
        }

        Before(Requests);
        return new(given);
    }

    public void Refused(Credential credential) => throw new InvalidOperationException("the token is good");
}
