namespace Rollout.Kubernetes.Configuration;

/// <summary>Where to look for the cluster, and everything of the machine that this depends on.</summary>
public sealed record ConfigurationSources
{
    /// <summary>A kubeconfig named by hand: it alone is read.</summary>
    public string? Path { get; init; }

    /// <summary>The context to use; null: the current one.</summary>
    public string? Context { get; init; }

    /// <summary>Environment variables: KUBECONFIG, HOME, KUBERNETES_SERVICE_HOST and _PORT are looked at; all of it goes to exec plugins.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Where a pod finds its token, authority and namespace.</summary>
    public string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long an exec plugin may take.</summary>
    public TimeSpan ExecLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>As this process sees the machine.</summary>
    public static ConfigurationSources OfThisProcess()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            environment[(string)entry.Key] = entry.Value as string ?? "";
        }

        return new ConfigurationSources { Environment = environment };
    }
}
