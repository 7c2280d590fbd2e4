using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api.Crds;
using Rollout.Judge;
using Rollout.Kubernetes.Rest;
using Rollout.Recording.Sqlite;

namespace Rollout.Recording.Kubernetes;

/// <summary>
/// The calibration of a rollout, in a ConfigMap that the rollout owns: written once, before the status that names its digest, so that no
/// status ever names one that is not there. The one that the status of before names stays beside it until the next is written.
/// </summary>
internal sealed class CalibrationStore(ClusterClient client, WriteOptions options)
{
    /// <summary>Below the 1 MiB that a ConfigMap may hold, with two of them in it.</summary>
    private const int MostBytes = 500 << 10;

    private readonly ResourceClient<JsonObject> maps = client.Resources(ResourceKinds.Untyped(new ResourceType("", "v1", "configmaps", "ConfigMap")));

    public static string NameOf(RolloutKey key) => key.Name + "-calibration";

    /// <summary>Null for none.</summary>
    public static string? DigestOf(IReadOnlyDictionary<string, Baseline> baselines) =>
        baselines.Count == 0 ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(baselines))))[..32];

    /// <summary>Missing: the ConfigMap is gone or does not hold it.</summary>
    public async Task<(IReadOnlyDictionary<string, Baseline>? Found, string? Trouble)> ReadAsync(RolloutKey key, string digest, CancellationToken cancellationToken)
    {
        var read = await maps.GetAsync(Place(key), cancellationToken);
        if (!read.TryGet(out var map, out var error))
        {
            return (null, error.IsNotFound ? null : error.ToString());
        }

        if (map["binaryData"]?[digest] is not JsonValue held)
        {
            return (null, null);
        }

        try
        {
            return (StoredText.FromJson<Dictionary<string, Baseline>>(PackedText.Decompress(Convert.FromBase64String(held.GetValue<string>()))), null);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            return (null, $"the calibration in ConfigMap {Place(key)} is not understood ({e.Message}); use the release that wrote it");
        }
    }

    /// <summary>Makes sure that it is there. Null, or why it is not.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="uid">Of the rollout, which owns it.</param>
    /// <param name="baselines">Not empty.</param>
    /// <param name="named">What the status names now: it is kept, any other goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string?> EnsureAsync(RolloutKey key, string uid, IReadOnlyDictionary<string, Baseline> baselines, string? named, CancellationToken cancellationToken)
    {
        var digest = DigestOf(baselines)!;
        var packed = PackedText.Compress(Text(baselines));
        if (packed.Length > MostBytes)
        {
            return $"the calibration has {packed.Length} bytes; a ConfigMap holds {MostBytes}: fewer metrics, or nodes without shares of their own";
        }

        var read = await maps.GetAsync(Place(key), cancellationToken);
        if (!read.TryGet(out var map, out var error))
        {
            return error.IsNotFound ? Why(await maps.CreateAsync(Made(key, uid, digest, packed), options, cancellationToken)) : error.ToString();
        }

        if (!IsOurs(map, uid))
        {
            return $"ConfigMap {Place(key)} is not this rollout's; delete or rename it";
        }

        var held = (map["binaryData"] as JsonObject)?.Select(pair => pair.Key).ToList() ?? [];
        if (held.Contains(digest, StringComparer.Ordinal))
        {
            return null;
        }

        var data = new JsonObject(held.Where(other => other != named).Select(other => KeyValuePair.Create(other, (JsonNode?)null))) { [digest] = Convert.ToBase64String(packed) };
        return Why(await maps.PatchAsync(Place(key), Patch.Merge(new JsonObject { ["binaryData"] = data }), options, cancellationToken));
    }

    private static string? Why(ApiResult<JsonObject> written) => written.Match(_ => null, error => (string?)error.ToString());

    private static bool IsOurs(JsonObject map, string uid) =>
        (map["metadata"]?["ownerReferences"] as JsonArray ?? []).Any(owner => (string?)owner?["uid"] == uid);

    private static JsonObject Made(RolloutKey key, string uid, string digest, byte[] packed) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject
        {
            ["name"] = NameOf(key),
            ["namespace"] = key.Namespace,
            ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "rollout", ["staggered.dev/calibration-of"] = key.Name },
            ["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = CustomKind.ApiVersion, ["kind"] = CustomKinds.StaggeredRollout.Kind, ["name"] = key.Name, ["uid"] = uid, ["controller"] = true,
                ["blockOwnerDeletion"] = true,
            }),
        },
        ["binaryData"] = new JsonObject { [digest] = Convert.ToBase64String(packed) },
    };

    private static ObjectKey Place(RolloutKey key) => new(key.Namespace, NameOf(key));

    /// <summary>Metrics in order, so that the same calibration has the same digest.</summary>
    private static string Text(IReadOnlyDictionary<string, Baseline> baselines) =>
        StoredText.Json(new SortedDictionary<string, Baseline>(baselines.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal), StringComparer.Ordinal));
}
