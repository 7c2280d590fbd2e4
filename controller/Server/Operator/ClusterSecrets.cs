using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;
using Rollout.Metrics.Secrets;

namespace Rollout.Server.Operator;

/// <summary>Secrets of the cluster, each read by its name; nothing lists or watches them, and no role need allow it.</summary>
public sealed class ClusterSecrets(ClusterClient client) : ISecrets
{
    private readonly ResourceClient<JsonObject> secrets = client.Resources(ResourceKinds.Untyped(new ResourceType("", "v1", "secrets", "Secret")));

    public async ValueTask<SecretRead> ReadAsync(string space, string name, CancellationToken cancellationToken)
    {
        var read = await secrets.GetAsync(new ObjectKey(space, name), cancellationToken);
        if (!read.TryGet(out var secret, out var error))
        {
            return error.IsNotFound ? new SecretRead.Refused($"there is no Secret {space}/{name}")
                : error.IsForbidden ? new SecretRead.Refused($"the controller may not read the Secret {space}/{name}; allow it by name (the chart's secretAccess)")
                : new SecretRead.Unreachable($"the Secret {space}/{name} could not be read: {error.Reason}");
        }

        try
        {
            return new SecretRead.Found((secret["data"] as JsonObject ?? []).Where(entry => entry.Value?.GetValueKind() == JsonValueKind.String)
                .ToDictionary(entry => entry.Key, entry => Convert.FromBase64String(entry.Value!.GetValue<string>()), StringComparer.Ordinal));
        }
        catch (FormatException)
        {
            return new SecretRead.Refused($"the Secret {space}/{name} holds what is no base64");
        }
    }
}
