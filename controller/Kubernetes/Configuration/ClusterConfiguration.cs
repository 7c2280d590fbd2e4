namespace Rollout.Kubernetes.Configuration;

/// <summary>
/// Finds out how the cluster is reached, in kubectl's order: the file named by hand, the list in KUBECONFIG, ~/.kube/config, the pod.
/// </summary>
public static class ClusterConfiguration
{
    /// <summary>Reads files; asks no server and runs no plugin.</summary>
    public static async Task<ConnectionResult> LoadAsync(ConfigurationSources sources, CancellationToken cancellation)
    {
        var paths = KubeConfigPaths.Of(sources);
        var reading = new KubeConfigReading();
        foreach (var path in paths.Files)
        {
            await reading.AddAsync(path, mustExist: paths.Named, cancellation);
        }

        if (reading.Unreadable)
        {
            // What such a file would have said about contexts and users is not known: nothing is guessed about it.
            return new ConnectionResult.Refused(reading.Problems);
        }

        if (reading.FilesRead == 0)
        {
            return InClusterConfiguration.IsPod(sources)
                ? await InClusterConfiguration.LoadAsync(sources, cancellation)
                : new ConnectionResult.Refused([NothingFound(paths)]);
        }

        var connection = await new ConnectionReading(reading, sources).LoadAsync(cancellation);
        return connection is null || reading.Problems.Count > 0
            ? new ConnectionResult.Refused(reading.Problems)
            : new ConnectionResult.Ready(connection, reading.Warnings);
    }

    private static ConfigurationProblem NothingFound(KubeConfigPaths paths) => new(
        paths.Files.Count == 0 ? "kubeconfig" : string.Join(Path.PathSeparator, paths.Files),
        "there is no kubeconfig, and this process does not run in a pod",
        "name a file, set KUBECONFIG, or write ~/.kube/config");
}
