using Microsoft.Extensions.Logging;
using Rollout.Api.Crds;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Kubernetes.Rest;

namespace Rollout.Server.Operator;

/// <summary>Which kinds of workload the controller may read: asked once, at the start, until the server answers.</summary>
internal static partial class ServedKinds
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyCollection<WorkloadKind>> FindAsync(ClusterClient client, string? space, TimeProvider time, ILogger log, CancellationToken cancellation)
    {
        var kinds = new List<WorkloadKind>();
        foreach (var kind in Enum.GetValues<WorkloadKind>())
        {
            while (true)
            {
                var answer = await client.Resources(SnapshotKinds.Of(kind)).ListAsync(
                    new ListOptions { Namespace = space, FieldSelector = "metadata.name=none-has-this-name" }, cancellation);
                if (answer.TryGet(out _, out var error))
                {
                    kinds.Add(kind);
                    break;
                }

                if (error.IsForbidden)
                {
                    LogUnserved(log, kind, error);
                    break;
                }

                LogWaits(log, error);
                await Task.Delay(error.RetryAfter is { } asked && asked > Again ? asked : Again, time, cancellation);
            }
        }

        return kinds;
    }

    /// <summary>Whether AcceptanceProbes are served: definitions of an older release lack them.</summary>
    public static async Task<bool> HasProbesAsync(ClusterClient client, TimeProvider time, ILogger log, CancellationToken cancellation)
    {
        while (true)
        {
            var answer = await client.DiscoverAsync(CustomKind.Group, CustomKind.Version, cancellation);
            if (answer.TryGet(out var served, out var error))
            {
                return served.Resources.Any(r => r.Name == CustomKinds.AcceptanceProbe.Plural);
            }

            LogWaits(log, error);
            await Task.Delay(error.RetryAfter is { } asked && asked > Again ? asked : Again, time, cancellation);
        }
    }

    [LoggerMessage(EventId = 801, Level = LogLevel.Warning, Message = "{Kind}s are not rolled out here: {Error}")]
    private static partial void LogUnserved(ILogger log, WorkloadKind kind, ApiError error);

    [LoggerMessage(EventId = 802, Level = LogLevel.Warning, Message = "the API server is waited for: {Error}")]
    private static partial void LogWaits(ILogger log, ApiError error);
}
