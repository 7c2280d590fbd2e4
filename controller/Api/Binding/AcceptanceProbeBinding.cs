namespace Rollout.Api.Binding;

/// <summary>Binds a whole AcceptanceProbe: apiVersion, kind, metadata, spec (contract section 4).</summary>
public static class AcceptanceProbeBinding
{
    public const string ApiVersion = "staggered.dev/v1alpha1";
    public const string Kind = "AcceptanceProbe";

    /// <summary>The probe, as far as it could be made out; it counts only when no problem was added.</summary>
    public static AcceptanceProbe? Bind(SpecNode node, BindingProblems problems)
    {
        if (FieldReader.Open(node, problems) is not { } fields)
        {
            return null;
        }

        Constant(fields, "apiVersion", ApiVersion);
        Constant(fields, "kind", Kind);
        fields.Leave("status");
        var (name, space) = Metadata(fields);
        AcceptanceProbeSpec? spec = null;
        if (fields.Require("spec", "write the probe's steps under it") is { } below && FieldReader.Open(below, problems) is { } inner)
        {
            spec = BindSpec(inner);
        }

        fields.Close();
        
        // Without a name it cannot be told apart, but all else that is wrong with it can still be told.
        return spec is null ? null : new AcceptanceProbe(name ?? "", space, spec);
    }

    /// <summary>The fields of its spec.</summary>
    public static AcceptanceProbeSpec BindSpec(FieldReader fields)
    {
        var target = fields.Map("target") is { } where ? Target(where) : null;
        var spec = ProbeBinding.BindProbe(fields) with { Target = target };
        fields.Close();
        return spec;
    }

    private static void Constant(FieldReader fields, string key, string value)
    {
        if (fields.RequiredText(key, $"write {key}: {value}") is { } given && given != value)
        {
            fields.Problems.Add(fields.At(key), $"is '{given}'", $"write {value}");
        }
    }

    private static (string? Name, string? Namespace) Metadata(FieldReader fields)
    {
        if (fields.Require("metadata", "write metadata: {name: checkout}") is not { } node || FieldReader.Open(node, fields.Problems) is not { } metadata)
        {
            return (null, null);
        }

        // What else an API server or a tool puts there is not ours to judge.
        foreach (var key in new[] { "labels", "annotations", "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "ownerReferences", "finalizers" })
        {
            metadata.Leave(key);
        }

        var name = metadata.RequiredHost("name");
        var space = metadata.Text("namespace", 63);
        metadata.Close();
        return (name, space);
    }

    private static ProbeTarget? Target(FieldReader fields)
    {
        var url = fields.Text("url");
        Uri? address = null;
        if (url is not null && (!Uri.TryCreate(url, UriKind.Absolute, out address) || address.Scheme is not ("http" or "https" or "tcp" or "dns")))
        {
            fields.Problems.Add(fields.At("url"), $"'{url}' is no URL of a target", "write http://, https://, tcp:// or dns://, a host and a port");
        }
        else if (address is { UserInfo.Length: > 0 })
        {
            fields.Problems.Add(fields.At("url"), "holds a user and password, which would be shown and logged", "put them into a Secret and name it under customer");
        }

        if (fields.Has("url") == fields.Has("service"))
        {
            fields.Problems.Add(fields.Place, fields.Has("url") ? "has both url and service" : "says not where the probe runs", "write one of url and service");
        }

        if (fields.Has("url"))
        {
            foreach (var key in new[] { "port", "nodes", "scheme" })
            {
                fields.Refuse(key, "belongs to a service, and a url says it itself", "remove it");
            }
        }

        var scheme = fields.Has("scheme") && !fields.Has("url") ? TextLists.BindWord(fields, "scheme", "http", "https") : null;
        var target = new ProbeTarget
        {
            Url = address,
            Service = fields.Has("service") ? fields.RequiredHost("service") : null,
            Port = fields.Has("url") ? null : fields.WholeNumber("port", 1, 65535),
            Nodes = (fields.Has("url") ? null : fields.Choice<ProbedNodes>("nodes")) ?? ProbedNodes.Each,
            Scheme = scheme ?? "http",
        };
        foreach (var key in new[] { "service", "scheme", "port", "nodes" })
        {
            fields.Leave(key);
        }

        fields.Close();
        return target;
    }
}
