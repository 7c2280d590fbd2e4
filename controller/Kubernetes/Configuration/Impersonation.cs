namespace Rollout.Kubernetes.Configuration;

/// <summary>
/// In whose name requests are made (<c>as</c>, <c>as-uid</c>, <c>as-groups</c>, <c>as-user-extra</c> of a kubeconfig).
/// One group, and one value for each extra key: .NET writes several values of a header as one line with commas, which the API server
/// would take for a single group of that odd name.
/// </summary>
public sealed record Impersonation(string User, string? Uid, string? Group, IReadOnlyDictionary<string, string> Extra)
{
    /// <summary>As the API server wants it said. Keys of extra fields are percent-encoded: header names know few characters.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers()
    {
        yield return new("Impersonate-User", User);
        if (Uid is not null)
        {
            yield return new("Impersonate-Uid", Uid);
        }

        if (Group is not null)
        {
            yield return new("Impersonate-Group", Group);
        }

        foreach (var (key, value) in Extra)
        {
            yield return new("Impersonate-Extra-" + Uri.EscapeDataString(key), value);
        }
    }
}
