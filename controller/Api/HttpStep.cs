using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>An HTTP request of a probe; texts may hold <c>{{ name }}</c> of an earlier capture. At most one of json, form and body.</summary>
[Rule("!has(self.form) || self.form.size() == 0 || !has(self.body)", "write at most one of json, form and body")]
public sealed record HttpStep
{
    /// <summary>The method.</summary>
    [Field(OneOf = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])]
    public string Method { get; init; } = "GET";

    /// <summary>The path; host and port are the target's.</summary>
    [Field(Pattern = "^/")]
    public required string Path { get; init; }

    /// <summary>
    /// The request's headers. Host names a site that is not the target's own name: over TLS it is the name asked for and wanted in the certificate,
    /// and cookies are kept under it. The address connected to stays the target's.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The request's body, any JSON value. At most one of json, form and body.</summary>
    [Field(Form = FieldForm.AnyJson)]
    public string? Json { get; init; }

    /// <summary>The fields of a form, as the request's body.</summary>
    [Field(Form = FieldForm.TextsOrNumbers)]
    public IReadOnlyDictionary<string, string> Form { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The request's body as text.</summary>
    [Field(MinLength = 0, MaxLength = 100_000)]
    public string? Body { get; init; }

    /// <summary>Redirects that are followed; 0: a redirect is the answer.</summary>
    [Field(Least = 0, Most = 20)]
    public int Redirects { get; init; }

    /// <summary>The version of HTTP. Left out: HTTP/2 where TLS agrees on it, else HTTP/1.1.</summary>
    [Field(OneOf = ["1.1", "2"])]
    public string? Version { get; init; }

    /// <summary>How a TLS server is verified. Left out: as usual.</summary>
    public TlsSettings? Tls { get; init; }
}
