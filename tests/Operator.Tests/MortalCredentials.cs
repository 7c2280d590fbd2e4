using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;

namespace Rollout.Operator.Tests;

/// <summary>Asked before every request: ends all requests of a controller from one of them on, as if its process had been killed there.</summary>
internal sealed class MortalCredentials(string token, int after) : ICredentialSource
{
    private readonly CredentialResult.Given given = new(new Credential { BearerToken = new Secret(token) });
    private readonly TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int last = after;
    private int requests;

    /// <summary>Done when the first request was not made any more.</summary>
    public Task Died => died.Task;

    /// <summary>From now on.</summary>
    public void Kill() => Volatile.Write(ref last, 0);

    public async ValueTask<CredentialResult> GetAsync(CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref requests) <= Volatile.Read(ref last))
        {
            return given;
        }

        // A dead process asks nothing and hears nothing: its requests neither fail nor end until it is buried.
        died.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        throw new OperationCanceledException(cancellation);
    }

    public void Refused(Credential credential) => throw new InvalidOperationException("the token is good");
}
