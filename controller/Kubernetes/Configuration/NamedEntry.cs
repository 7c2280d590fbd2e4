namespace Rollout.Kubernetes.Configuration;

/// <summary>One cluster, user or context of a kubeconfig.</summary>
/// <param name="Folder">The folder of its file: relative paths in it begin there.</param>
internal sealed record NamedEntry(string Name, YamlFields Fields, string Folder);
