using System.Text;

namespace Rollout.Kubernetes.Configuration.Credentials;

/// <summary>
/// A bearer token in a file that something else replaces before it expires (the kubelet, for a projected service account).
/// Read again after a minute, and at once after a refusal.
/// </summary>
public sealed class TokenFileCredentials(string path, Credential fixedPart, TimeProvider time) : ICredentialSource
{
    /// <summary>How long a read token is used without looking again; a projected token is replaced when 80 % of its life is over.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private Credential? current;
    private long readAt;

    public async ValueTask<CredentialResult> GetAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (current is not null && time.GetElapsedTime(readAt) < Fresh)
            {
                return new CredentialResult.Given(current);
            }
        }

        var (bytes, wrong) = await BoundedFile.ReadAsync(path, cancellation);
        var token = bytes is null ? "" : Encoding.UTF8.GetString(bytes).Trim();
        wrong ??= token.Length == 0 ? "is empty" : token.Any(char.IsControl) ? "holds more than one line" : null;
        lock (gate)
        {
            if (wrong is null)
            {
                current = fixedPart with { BearerToken = new Secret(token) };
                readAt = time.GetTimestamp();
            }

            // While the file is being replaced the token of a minute ago is most likely still good; the server has the last word.
            return current is null
                ? new CredentialResult.Unavailable($"the token file {path} {wrong}")
                : new CredentialResult.Given(current);
        }
    }

    public void Refused(Credential credential)
    {
        lock (gate)
        {
            if (ReferenceEquals(current, credential))
            {
                current = null;
            }
        }
    }
}
