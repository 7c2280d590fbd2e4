using Rollout.Kubernetes.Configuration;

namespace Rollout.Kubernetes.Rest;

/// <summary>
/// One handler with its connections for the client certificate in use. A plugin may replace the certificate: then new connections are made,
/// while the watches on the last ones live on.
/// </summary>
internal sealed class CertifiedInvokers(ClusterConnection connection, ClientOptions options) : IDisposable
{
    private readonly Lock gate = new();
    private HttpMessageInvoker? current;
    private HttpMessageInvoker? previous;
    private string? thumbprint;

    public HttpMessageInvoker For(ClientCertificate? certificate)
    {
        lock (gate)
        {
            if (current is null || thumbprint != certificate?.Thumbprint)
            {
                previous?.Dispose();
                previous = current;
                thumbprint = certificate?.Thumbprint;
                current = new HttpMessageInvoker(ConnectionHandlers.Create(connection, certificate, options.Limits));
            }

            return current;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            previous?.Dispose();
            current?.Dispose();
        }
    }
}
