namespace Rollout.Kubernetes.Configuration.Credentials;

/// <summary>Credentials of an exec plugin, kept until they expire or are refused. One run at a time; a failure is not kept.</summary>
internal sealed class ExecCredentials(ExecRun run, Credential fixedPart, TimeProvider time) : ICredentialSource, IDisposable
{
    /// <summary>A credential that expires within this is not worth a request.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim running = new(1, 1);
    private volatile Kept? kept;

    public async ValueTask<CredentialResult> GetAsync(CancellationToken cancellation)
    {
        if (Good() is { } good)
        {
            return new CredentialResult.Given(good);
        }

        await running.WaitAsync(cancellation);
        try
        {
            if (Good() is { } meanwhile)
            {
                return new CredentialResult.Given(meanwhile);
            }

            switch (await run.RunAsync(cancellation))
            {
                case ExecAnswer.Given { Until: { } until } when until <= time.GetUtcNow():
                    return new CredentialResult.Unavailable("the exec plugin gave a credential that has expired; is this machine's clock right?");
                case ExecAnswer.Given given:
                    var credential = fixedPart with
                    {
                        BearerToken = given.Token ?? fixedPart.BearerToken,
                        Certificate = given.Certificate ?? fixedPart.Certificate,
                    };
                    kept = new Kept(credential, given.Until);
                    return new CredentialResult.Given(credential);
                case ExecAnswer.Failed failed:
                    return new CredentialResult.Unavailable(failed.Reason);
                default:
                    throw new InvalidOperationException("a plugin gives or fails");
            }
        }
        finally
        {
            running.Release();
        }
    }

    public void Refused(Credential credential)
    {
        if (kept is { } now && ReferenceEquals(now.Credential, credential))
        {
            kept = null;
        }
    }

    public void Dispose() => running.Dispose();

    private Credential? Good() => kept is { } now && (now.Until is not { } until || time.GetUtcNow() < until - Margin) ? now.Credential : null;

    private sealed record Kept(Credential Credential, DateTimeOffset? Until);
}
