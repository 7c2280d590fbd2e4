using System.Globalization;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>Where and how the suite runs, by environment variables.</summary>
internal sealed record SuiteOptions
{
    /// <summary>E2E_KUBECONFIG: a real cluster; null: our own API server, in this process.</summary>
    public string? Kubeconfig { get; init; } = Text("E2E_KUBECONFIG");

    /// <summary>E2E_CONTEXT: of that file; null: its current one.</summary>
    public string? Context { get; init; } = Text("E2E_CONTEXT");

    /// <summary>E2E_RUN: what all that this run makes is marked with, so that it can be taken away by whoever survives it.</summary>
    public string Run { get; init; } = Text("E2E_RUN") ?? Guid.NewGuid().ToString("N")[..12];

    /// <summary>Our own API server as slow and as unreliable as real ones are at their worst.</summary>
    public bool Hostile { get; init; }

    /// <summary>E2E_IMAGE: what the pods run. It need not answer anybody.</summary>
    public string Image { get; init; } = Text("E2E_IMAGE") ?? "registry.k8s.io/pause:3.10";

    /// <summary>E2E_BUCKET_SECONDS: of the metric. Pods of a real cluster take longer to come, and so do watches.</summary>
    public TimeSpan Bucket { get; init; } = TimeSpan.FromSeconds(
        Text("E2E_BUCKET_SECONDS") is { } seconds ? int.Parse(seconds, CultureInfo.InvariantCulture) : Text("E2E_KUBECONFIG") is null ? 1 : 2);

    /// <summary>E2E_PATIENCE_SECONDS: what has not come to pass by then has failed. No scenario is measured by it.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(
        Text("E2E_PATIENCE_SECONDS") is { } seconds ? int.Parse(seconds, CultureInfo.InvariantCulture) : 300);

    private static string? Text(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
