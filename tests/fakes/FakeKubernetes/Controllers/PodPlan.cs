using System.Collections.Concurrent;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Which pods fail: by a part of their image's name, and which serve yet. A change concerns pods that start afterwards.</summary>
public sealed class PodPlan
{
    /// <summary>Whether what stands behind a pod that has a node (its uid) serves: until then it does not start. All do unless told.</summary>
    public Func<string, bool> Serves { get; set; } = _ => true;

    private readonly ConcurrentDictionary<string, PodFailure> failures = new(StringComparer.Ordinal);

    public void Fail(string imagePart, PodFailure failure) => failures[imagePart] = failure;

    public void Mend(string imagePart) => failures.TryRemove(imagePart, out _);

    internal PodFailure? Of(string image) =>
        failures.Where(pair => image.Contains(pair.Key, StringComparison.Ordinal)).Select(pair => (PodFailure?)pair.Value).FirstOrDefault();
}
