using Rollout.Metrics.Secrets;

namespace Rollout.Metrics.Prometheus;

/// <summary>
/// The connections to one server with the credentials in force. The secret is read again now and then and after a refusal; what was sent
/// with the last ones is let finish.
/// </summary>
internal sealed class ServerConnection(ServerName server, ISecrets secrets, TimeProvider time, PrometheusLimits limits) : IDisposable
{
    private readonly Lock gate = new();
    private Use? current;
    private Use? previous;
    private DateTimeOffset readAt;

    /// <summary>What to send with, or why nothing can be sent.</summary>
    public async ValueTask<(Use? Use, PrometheusAnswer.Failed? Wrong)> OpenAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var age = time.GetUtcNow() - readAt;
            if (current is not null && (server.Secret is null || (age >= TimeSpan.Zero && age < limits.SecretFor)))
            {
                return (current, null);
            }
        }

        var (credentials, wrong) = await CredentialsAsync(cancellationToken).ConfigureAwait(false);
        return credentials is null ? (null, wrong) : (Take(credentials), null);
    }

    /// <summary>The next <see cref="OpenAsync"/> reads the secret again.</summary>
    public void Forget()
    {
        lock (gate)
        {
            readAt = default;
        }
    }

    /// <summary>The text without what the secret holds.</summary>
    public string Redact(string text)
    {
        lock (gate)
        {
            foreach (var sensitive in (current?.Credentials.Sensitive ?? []).Where(s => s.Length > 0))
            {
                text = text.Replace(sensitive, "[redacted]", StringComparison.Ordinal);
            }
        }

        return text;
    }

    public void Dispose()
    {
        lock (gate)
        {
            previous?.Http.Dispose();
            current?.Http.Dispose();
        }
    }

    private async ValueTask<(ServerCredentials? Credentials, PrometheusAnswer.Failed? Wrong)> CredentialsAsync(CancellationToken cancellationToken)
    {
        if (server is not { Secret: { } name, Namespace: { } space })
        {
            return (ServerCredentials.None, null);
        }

        switch (await secrets.ReadAsync(space, name, cancellationToken).ConfigureAwait(false))
        {
            case SecretRead.Found found:
                var credentials = ServerCredentials.Of(found, out var wrong);
                return (credentials, credentials is null ? new PrometheusAnswer.Failed($"the secret {name} {wrong}", Reached: true) : null);
            case SecretRead.Refused refused:
                return (null, new PrometheusAnswer.Failed($"the secret {name} cannot be used: {refused.Reason}", Reached: true));
            case SecretRead.Unreachable away:
                return (null, new PrometheusAnswer.Failed($"the secret {name} cannot be read now: {away.Reason}", Reached: false));
            default:
                throw new InvalidOperationException("a secret is found, refused or out of reach");
        }
    }

    private Use Take(ServerCredentials credentials)
    {
        lock (gate)
        {
            readAt = time.GetUtcNow();
            if (current is null || current.Credentials.Print != credentials.Print)
            {
                previous?.Http.Dispose();
                previous = current;
                current = new Use(ServerHttp.Create(credentials, limits.Timeout), credentials);
            }

            return current;
        }
    }

    internal sealed record Use(HttpMessageInvoker Http, ServerCredentials Credentials);
}
