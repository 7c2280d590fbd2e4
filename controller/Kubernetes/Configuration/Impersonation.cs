namespace Rollout.Kubernetes.Configuration;

/// <summary>In whose name requests are made (<c>as</c>, <c>as-uid</c>, <c>as-groups</c>, <c>as-user-extra</c> of a kubeconfig).</summary>
public sealed record Impersonation(
    string User, string? Uid, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, IReadOnlyList<string>> Extra)
{
    /// <summary>As the API server wants it said. Keys of extra fields are percent-encoded: header names know few characters.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers()
    {
        yield return new("Impersonate-User", User);
        if (Uid is not null)
        {
            yield return new("Impersonate-Uid", Uid);
        }

        foreach (var group in Groups)
        {
            yield return new("Impersonate-Group", group);
        }

        foreach (var (key, values) in Extra)
        {
            foreach (var value in values)
            {
                yield return new("Impersonate-Extra-" + Uri.EscapeDataString(key), value);
            }
        }
    }
}
