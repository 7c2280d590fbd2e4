using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Http;

/// <summary>Where the next page of a list begins, and at which version of the store.</summary>
internal sealed record ContinueToken(long Version, string After)
{
    /// <exception cref="ApiFault">400: it is none of ours.</exception>
    public static ContinueToken? Read(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        try
        {
            var padded = token.Replace('-', '+').Replace('_', '/');
            var json = JsonNode.Parse(Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '=')));
            return new ContinueToken(json.Whole("rv")!.Value, json.Text("start")![1..].TrimEnd('\0'));
        }
        catch (Exception fault) when (fault is FormatException or JsonException or InvalidOperationException or NullReferenceException)
        {
            throw Refusals.BadRequest($"invalid continue token: continue key is not valid: {fault.Message}");
        }
    }

    public static string Write(long version, string after)
    {
        var json = new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = version, ["start"] = $"/{after}\0" };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString())).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>What a list is sorted by.</summary>
    public static string Key(ApiRequest request, StoredObject item) =>
        request.Namespace.Length > 0 || !request.Type.Namespaced ? item.Name : $"{item.Namespace}/{item.Name}";
}
