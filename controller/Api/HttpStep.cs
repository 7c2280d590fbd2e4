namespace Rollout.Api;

/// <summary>An HTTP request of a probe; texts may hold <c>{{ name }}</c> of an earlier capture. At most one of json, form and body.</summary>
public sealed record HttpStep
{
    public string Method { get; init; } = "GET";

    public required string Path { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The request body as JSON text; null for none.</summary>
    public string? Json { get; init; }

    /// <summary>The fields of a form; empty for none.</summary>
    public IReadOnlyDictionary<string, string> Form { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The request body as text; null for none.</summary>
    public string? Body { get; init; }

    /// <summary>Redirects that are followed; 0: a redirect is the answer.</summary>
    public int Redirects { get; init; }

    /// <summary>"1.1" or "2"; null: HTTP/2 where TLS agrees on it, else HTTP/1.1.</summary>
    public string? Version { get; init; }

    public TlsSettings? Tls { get; init; }
}
