namespace Rollout.Kubernetes.Configuration;

/// <summary>Which files make up the kubeconfig, first before last. Pure.</summary>
/// <param name="Named">The file was named by hand: it must be there. Files of KUBECONFIG may be missing, as with kubectl.</param>
internal sealed record KubeConfigPaths(IReadOnlyList<string> Files, bool Named)
{
    public static KubeConfigPaths Of(ConfigurationSources sources)
    {
        if (sources.Path is { Length: > 0 } path)
        {
            return new KubeConfigPaths([path], Named: true);
        }

        if (sources.Environment.GetValueOrDefault("KUBECONFIG") is { Length: > 0 } list)
        {
            return new KubeConfigPaths(
                [.. list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)], Named: false);
        }

        return sources.Environment.GetValueOrDefault("HOME") is { Length: > 0 } home
            ? new KubeConfigPaths([Path.Combine(home, ".kube", "config")], Named: false)
            : new KubeConfigPaths([], Named: false);
    }
}
