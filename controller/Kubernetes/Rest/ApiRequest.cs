namespace Rollout.Kubernetes.Rest;

/// <summary>One request, complete but for who makes it.</summary>
/// <param name="Query">Values unescaped; those that are null are left out.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, IReadOnlyList<KeyValuePair<string, string?>> Query)
{
    public ReadOnlyMemory<byte>? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Only what reads may be asked twice: nobody knows whether a lost write was carried out.</summary>
    public bool MayBeRepeated => Method == HttpMethod.Get;

    /// <summary>A watch: its answer has no end, and must not wait in anybody's compressor.</summary>
    public bool Streams { get; init; }

    public string PathAndQuery
    {
        get
        {
            var parts = Query.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}");
            var query = string.Join('&', parts);
            return query.Length == 0 ? Path : $"{Path}?{query}";
        }
    }

    public override string ToString() => $"{Method} {Path}";
}
