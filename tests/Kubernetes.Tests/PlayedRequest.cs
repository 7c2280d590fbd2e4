namespace Rollout.Kubernetes.Tests;

/// <summary>What a <see cref="PlayedServer"/> was asked.</summary>
internal sealed record PlayedRequest(
    string Method, string Target, string? ContentType, string Body, IReadOnlyDictionary<string, string> Headers, string Protocol)
{
    public string Path => Target.Split('?')[0];

    /// <summary>A value of the query, unescaped; null where it is absent.</summary>
    public string? Query(string name) => Target.Split('?').Skip(1).SelectMany(q => q.Split('&'))
        .Where(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))
        .Select(pair => Uri.UnescapeDataString(pair[(name.Length + 1)..])).FirstOrDefault();
}
