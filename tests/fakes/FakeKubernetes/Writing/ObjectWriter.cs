using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Admission;
using Rollout.FakeKubernetes.Fields;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Writing;

/// <summary>
/// The one way into the store, for clients and controllers alike:
/// shape, defaults, owners of fields, admission, validation, generation, and the write fenced by the version that was read.
/// </summary>
internal sealed class ObjectWriter(Cluster cluster, AdmissionChain admission)
{
    private const int MostTries = 5;
    private const int MostBytes = 1_572_864;

    public JsonObject Create(ResourceType type, string space, JsonObject body, WriteContext context)
    {
        var value = body.Copy();
        ObjectForm.RequireKind(type, value);
        value.Child("metadata").Remove("managedFields");
        CreateMetadata(type, space, value);
        Shape(type, value, context);
        TypeRules.Prepare(type, value, null);
        FieldManagers.Update(Shaping.Empty(type.Schema, type.Builtin), value, type.Schema, Writer(type, context, "Update"),
            StatusReset(type, ""));
        return Insert(type, value, context);
    }

    /// <summary>Server-side apply of an object that is not there yet.</summary>
    private JsonObject CreateApplied(ResourceType type, string space, string name, JsonObject configuration, WriteContext context)
    {
        if (configuration.Text("metadata", "resourceVersion") is { Length: > 0 })
        {
            throw Refusals.NotFound(type, name);
        }

        var (value, _) = FieldManagers.Apply([], configuration, type.Schema, Writer(type, context, "Apply"), true, StatusReset(type, ""),
            value =>
        {
            value.Child("metadata")["name"] = name;
            CreateMetadata(type, space, value);
            Shape(type, value, context);
            TypeRules.Prepare(type, value, null);
        });
        return Insert(type, value, context);
    }

    private JsonObject Insert(ResourceType type, JsonObject value, WriteContext context)
    {
        var name = value.Text("metadata", "name")!;
        admission.Admit(new AdmissionRequest(type, context, "CREATE", null, value));
        ObjectChecks.Check(type, value, null);
        NamespaceRules.RequireOpen(cluster, type, value);
        if (context.DryRun)
        {
            return cluster.Store.Get(type.StorageKey, value.Text("metadata", "namespace") ?? "", name) is null ? value
                : throw Refusals.AlreadyExists(type, name);
        }

        RequireSize(value);
        return (cluster.Store.Put(type.StorageKey, value, 0) ?? throw Refusals.AlreadyExists(type, name)).Body;
    }

    /// <summary>Replaces an object (or its status) by what the caller sends; the version that the caller read is the fence.</summary>
    public JsonObject Replace(ResourceType type, string space, string name, JsonObject body, WriteContext context)
    {
        ObjectForm.RequireKind(type, body);
        ObjectForm.RequireName(body, name);
        return Change(type, space, name, context, "Update", live =>
        {
            if (body.Text("metadata", "resourceVersion") is not { Length: > 0 } && !type.Builtin)
            {
                throw Refusals.Invalid(type.Group, type.Plural, name,
                    [FieldProblem.Invalid("metadata.resourceVersion", "Invalid value: 0: must be specified for an update")]);
            }

            return body.Copy();
        }, tries: 1);
    }

    /// <summary>Changes an object by a patch: tried again when somebody else was faster, unless the patch names a version.</summary>
    public JsonObject Patch(ResourceType type, string space, string name, Func<JsonObject, JsonObject> patch, WriteContext context) =>
        Change(type, space, name, context, "Update", live => patch(live), MostTries);

    public (JsonObject Body, bool Created) Apply(ResourceType type, string space, string name, JsonObject configuration,
        WriteContext context)
    {
        ObjectForm.RequireAppliable(configuration, name, context);
        ObjectForm.RequireKind(type, configuration);
        if (cluster.Store.Get(type.StorageKey, space, name) is null)
        {
            return context.Subresource.Length == 0 ? (CreateApplied(type, space, name, configuration, context), true)
                : throw Refusals.NotFound(type, name);
        }

        return (Change(type, space, name, context, "Apply", live => configuration, MostTries), false);
    }

    private JsonObject Change(
        ResourceType type, string space, string name, WriteContext context, string operation, Func<JsonObject, JsonObject> change,
            int tries)
    {
        for (var attempt = 1; ; attempt++)
        {
            var live = cluster.Store.Get(type.StorageKey, space, name) ?? throw Refusals.NotFound(type, name);
            var wanted = change(live.Body.Copy());
            RequireFence(type, name, live, wanted);
            var value = operation == "Apply" ? Applied(type, live.Body, wanted, context) : Updated(type, live.Body, wanted, context);
            if (Commit(type, live, value, context) is { } written)
            {
                return written;
            }

            if (attempt >= tries)
            {
                throw Refusals.Conflict(type, name);
            }
        }
    }

    private static void RequireFence(ResourceType type, string name, StoredObject live, JsonObject wanted)
    {
        if (wanted.Text("metadata", "resourceVersion") is { Length: > 0 } version
            && version != live.Body.Text("metadata", "resourceVersion"))
        {
            throw Refusals.Conflict(type, name);
        }

        if (wanted.Text("metadata", "uid") is { Length: > 0 } uid && uid != live.Body.Text("metadata", "uid")
            && wanted.Text("metadata", "resourceVersion") is { Length: > 0 })
        {
            throw Refusals.Precondition(type, name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {live.Body.Text("metadata", "uid")}");
        }
    }

    private JsonObject Updated(ResourceType type, JsonObject live, JsonObject wanted, WriteContext context)
    {
        Shape(type, wanted, context);
        var value = SubresourceRules.Merge(type, context.Subresource, live, wanted);
        TypeRules.Prepare(type, value, live);
        if (value.At("metadata", "managedFields") is not JsonArray)
        {
            value.Child("metadata").Put("managedFields", live.At("metadata", "managedFields")?.DeepClone());
        }

        FieldManagers.Update(live, value, type.Schema, Writer(type, context, "Update"), StatusReset(type, context.Subresource));
        return value;
    }

    private JsonObject Applied(ResourceType type, JsonObject live, JsonObject configuration, WriteContext context)
    {
        var (value, conflicts) = FieldManagers.Apply(
            live, configuration, type.Schema, Writer(type, context, "Apply"), context.Force, StatusReset(type, context.Subresource),
                made => Shape(type, made, context));
        if (conflicts.Count > 0)
        {
            throw ApplyConflicts.Refuse(conflicts);
        }

        var kept = value.At("metadata", "managedFields")?.DeepClone();
        var merged = SubresourceRules.Merge(type, context.Subresource, live, value);
        TypeRules.Prepare(type, merged, live);
        merged.Child("metadata").Put("managedFields", kept);
        return merged;
    }

    /// <summary>Null: somebody else was faster.</summary>
    private JsonObject? Commit(ResourceType type, StoredObject live, JsonObject value, WriteContext context)
    {
        Generations.Carry(type, live.Body, value);
        admission.Admit(new AdmissionRequest(type, context, "UPDATE", live.Body, value));
        Generations.Count(type, live.Body, value);
        ObjectChecks.Check(type, value, live.Body);
        if (ObjectForm.SameButForTimes(live.Body, value))
        {
            return live.Body;
        }

        if (context.DryRun)
        {
            return value;
        }

        if (value.Text("metadata", "deletionTimestamp") is not null && value.List("metadata", "finalizers").Count == 0
            && type.Kind != "Pod" && NamespaceRules.MayGo(type, value))
        {
            return cluster.Store.Remove(type.StorageKey, live) ? value : null;
        }

        RequireSize(value);
        return cluster.Store.Put(type.StorageKey, value, live.Revision)?.Body;
    }

    private void CreateMetadata(ResourceType type, string space, JsonObject value)
    {
        var metadata = value.Child("metadata");
        if (type.Namespaced)
        {
            if (metadata.Text("namespace") is { Length: > 0 } named && named != space)
            {
                throw Refusals.BadRequest($"the namespace of the provided object does not match the namespace sent on the request");
            }

            metadata["namespace"] = space;
        }

        if (metadata.Text("name") is not { Length: > 0 } && metadata.Text("generateName") is { Length: > 0 } prefix)
        {
            metadata["name"] = prefix + cluster.NewSuffix();
        }

        if (metadata.Text("name") is not { Length: > 0 })
        {
            throw Refusals.Invalid(type, "", [FieldProblem.Required("metadata.name", "name or generateName is required")]);
        }

        if (metadata.Text("resourceVersion") is { Length: > 0 })
        {
            throw Refusals.BadRequest("resourceVersion should not be set on objects to be created");
        }

        foreach (var name in new[] { "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "generation" })
        {
            metadata.Remove(name);
        }

        metadata["uid"] = cluster.NewUid();
        metadata["creationTimestamp"] = cluster.Now;
        if (type.HasGeneration)
        {
            metadata["generation"] = 1;
        }

        if (type.Has("status"))
        {
            value.Remove("status");
        }
    }

    private static void Shape(ResourceType type, JsonObject value, WriteContext context)
    {
        var findings = Shaping.Shape(value, type.Schema, type.Builtin);
        ObjectForm.RequireReadable(type, findings, context);
        TypeDefaults.Fill(type, value);
    }

    /// <summary>The real server notes no time for a write by way of the scale subresource.</summary>
    private ManagerEntry Writer(ResourceType type, WriteContext context, string operation) =>
        new(context.Manager, operation, type.ApiVersion, context.Subresource.Length == 0 ? null : context.Subresource, FieldSet.Empty,
            context.Subresource == "scale" ? "" : cluster.Now);

    /// <summary>What a write of this part can never own.</summary>
    private static FieldSet StatusReset(ResourceType type, string subresource) =>
        subresource == "status"
            ? FieldSet.Of(false, [new("f:spec", FieldSet.Leaf), .. type.Builtin ? Array.Empty<KeyValuePair<string, FieldSet>>()
                : [new("f:metadata", FieldSet.Leaf)]])
            : type.Has("status") ? FieldSet.Of(false, [new("f:status", FieldSet.Leaf)]) : FieldSet.Empty;

    private static void RequireSize(JsonObject value)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(value.ToJsonString(JsonForm.Options)) > MostBytes)
        {
            throw new ApiFault(500, "InternalError", "etcdserver: request is too large", null);
        }
    }
}
