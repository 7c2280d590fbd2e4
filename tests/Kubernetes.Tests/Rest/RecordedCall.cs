using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Tests.Rest;

/// <summary>Makes the call of this client that should send a recorded request.</summary>
internal sealed record RecordedCall(string Method, ResourceType Type, string? Namespace, string? Name, string? Subresource, WriteOptions Options)
{
    /// <summary>Null for paths that are no resources.</summary>
    public static RecordedCall? Of(JsonObject request)
    {
        var target = request["path"]!.GetValue<string>().Split('?', 2);
        var query = target.Length == 1 ? [] : target[1].Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
        var parts = target[0].Trim('/').Split('/');
        var (group, version, rest) = parts switch
        {
            ["api", var v, .. var more] when more.Length > 0 => ("", v, more),
            ["apis", var g, var v, .. var more] when more.Length > 0 => (g, v, more),
            _ => ("", "", Array.Empty<string>()),
        };
        if (rest.Length == 0)
        {
            return null;
        }

        var space = rest is ["namespaces", var name, _, ..] ? name : null;
        rest = space is null ? rest : rest[2..];
        var options = new WriteOptions
        {
            FieldManager = query.GetValueOrDefault("fieldManager"),
            DryRun = query.ContainsKey("dryRun"),
            Strict = query.GetValueOrDefault("fieldValidation") == "Strict",
            Force = query.GetValueOrDefault("force") == "true",
            Subresource = rest.ElementAtOrDefault(2),
        };
        return new RecordedCall(
            request["method"]!.GetValue<string>(), new ResourceType(group, version, rest[0], "?", space is not null), space,
            rest.ElementAtOrDefault(1), rest.ElementAtOrDefault(2), options);
    }

    /// <summary>The object that the server answered with, or its error.</summary>
    public async Task<ApiResult<JsonObject>> MakeAsync(ClusterClient client, JsonObject request, CancellationToken cancellation)
    {
        var resources = client.Resources(ResourceKinds.Untyped(Type));
        var key = new ObjectKey(Namespace, Name ?? "");
        var body = request["body"];
        return (Method, request["contentType"]?.GetValue<string>()) switch
        {
            ("GET", _) when Name is not null => await resources.GetAsync(key, cancellation),
            ("POST", _) => await resources.CreateAsync(Placed(body!), Options, cancellation),
            ("PUT", _) => await resources.ReplaceAsync(Placed(body!), Options, cancellation),
            ("PATCH", "application/merge-patch+json") => await resources.PatchAsync(key, Patch.Merge(body!.AsObject()), Options, cancellation),
            ("PATCH", "application/strategic-merge-patch+json") =>
                await resources.PatchAsync(key, Patch.Strategic(body!.AsObject()), Options, cancellation),
            ("PATCH", "application/json-patch+json") => await resources.PatchAsync(key, Patch.Steps(Steps(body!.AsArray())), Options, cancellation),
            ("PATCH", "application/apply-patch+yaml") => await resources.ApplyAsync(Placed(body!), Options, cancellation),
            ("DELETE", _) => (await resources.DeleteAsync(key, DeleteOptionsOf(request), cancellation)).Match<ApiResult<JsonObject>>(
                outcome => new ApiResult<JsonObject>.Ok(outcome.Remaining ?? new JsonObject { ["kind"] = "Status" }),
                error => new ApiResult<JsonObject>.Failed(error)),
            _ => throw new InvalidOperationException($"no call sends {request.ToJsonString()}"),
        };
    }

    /// <summary>Recorded bodies leave the namespace to the path; this client takes it, and the name of a PUT, from the object.</summary>
    private JsonObject Placed(JsonNode body)
    {
        var item = body.DeepClone().AsObject();
        var metadata = item["metadata"] as JsonObject ?? [];
        item["metadata"] = metadata;
        if (Namespace is not null)
        {
            metadata["namespace"] = Namespace;
        }

        if (Name is not null && metadata["name"] is null)
        {
            metadata["name"] = Name;
        }

        return item;
    }

    private static DeleteOptions DeleteOptionsOf(JsonObject request)
    {
        var body = request["body"];
        return new DeleteOptions
        {
            Propagation = body?["propagationPolicy"] is { } policy ? Enum.Parse<PropagationPolicy>(policy.GetValue<string>()) : null,
            Uid = body?["preconditions"]?["uid"]?.GetValue<string>(),
            ResourceVersion = body?["preconditions"]?["resourceVersion"]?.GetValue<string>(),
            GracePeriodSeconds = body?["gracePeriodSeconds"]?.GetValue<long>(),
        };
    }

    private static JsonPatch Steps(JsonArray steps)
    {
        var patch = new JsonPatch();
        foreach (var step in steps)
        {
            var (path, value) = (step!["path"]!.GetValue<string>(), step["value"]);
            patch = step["op"]!.GetValue<string>() switch
            {
                "test" => patch.Test(path, value),
                "add" => patch.Add(path, value),
                "replace" => patch.Replace(path, value),
                "remove" => patch.Remove(path),
                var other => throw new InvalidOperationException(other),
            };
        }

        return patch;
    }
}
