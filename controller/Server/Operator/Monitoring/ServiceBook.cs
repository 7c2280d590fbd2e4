using System.Collections.Concurrent;
using Rollout.Kubernetes.Rest;

namespace Rollout.Server.Operator.Monitoring;

/// <summary>
/// The Services that probes name, looked at again and again while somebody asks for them. Read by name; their pods by the selector: nothing is
/// watched, so that a cluster's other Services cost nothing.
/// </summary>
public sealed class ServiceBook(ClusterClient client, TimeProvider time)
{
    /// <summary>Nobody asked for so long: it is let go.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Age = TimeSpan.FromSeconds(10);
    private readonly ResourceClient<ServiceSnapshot> services = client.Resources(ResourceKinds.Typed(new ResourceType("", "v1", "services", "Service"), OperatorJson.Default.ServiceSnapshot));
    private readonly ResourceClient<EndpointPod> pods = client.Resources(ResourceKinds.Typed(new ResourceType("", "v1", "pods", "Pod"), OperatorJson.Default.EndpointPod));
    private readonly ConcurrentDictionary<ObjectKey, Entry> entries = new();

    /// <summary>Told when a Service is asked for that nobody has looked at.</summary>
    public event Action? Wanted;

    /// <summary>As of the last look; null: nobody has looked yet.</summary>
    public ServiceLook? Of(string space, string service)
    {
        var entry = entries.GetOrAdd(new ObjectKey(space, service), _ => new Entry());
        entry.Asked = time.GetUtcNow();
        if (entry.Look is null)
        {
            Wanted?.Invoke();
        }

        return entry.Look;
    }

    /// <summary>Looks at those that are asked for and were not looked at lately.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var (key, entry) in entries)
        {
            if (now - entry.Asked > Forgotten)
            {
                entries.TryRemove(key, out _);
            }
            else if (entry.Look is null || now - entry.At >= Age)
            {
                var look = await LookAsync(key, cancellationToken);

                // What nobody can tell just now is as it was.
                entry.Look = look is ServiceLook.Unreadable && entry.Look is ServiceLook.Seen ? entry.Look : look;
                entry.At = now;
            }
        }
    }

    private async ValueTask<ServiceLook> LookAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (!(await services.GetAsync(key, cancellationToken)).TryGet(out var service, out var error))
        {
            return error.IsNotFound ? new ServiceLook.Missing() : Unreadable("services", error);
        }

        if (service.Selector is null)
        {
            return new ServiceLook.Seen(service, []);
        }

        var listed = await pods.ListAsync(new ListOptions { Namespace = key.Namespace, LabelSelector = service.Selector }, cancellationToken);
        return listed.TryGet(out var found, out error) ? new ServiceLook.Seen(service, found.Items) : Unreadable("pods", error);
    }

    private static ServiceLook.Unreadable Unreadable(string what, ApiError error) =>
        new(error.IsForbidden ? $"the controller may not read {what} (its role must allow it: the chart's does): {error}" : error.ToString());

    private sealed class Entry
    {
        public ServiceLook? Look { get; set; }

        public DateTimeOffset At { get; set; }

        public DateTimeOffset Asked { get; set; }
    }
}
