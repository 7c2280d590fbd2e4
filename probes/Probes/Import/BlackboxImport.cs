using Rollout.Api;
using Rollout.Api.Binding;

namespace Rollout.Probes.Import;

/// <summary>
/// Turns the modules of the Prometheus blackbox exporter's configuration into AcceptanceProbes. What has no counterpart is listed with its
/// place, never dropped in silence. Pure.
/// </summary>
public static class BlackboxImport
{
    /// <summary>Null where the file is no such configuration: then there are problems.</summary>
    public static ImportedModules? Read(SpecNode root, BindingProblems problems)
    {
        if (FieldReader.Open(root, problems) is not { } fields
            || fields.Require("modules", "name the blackbox exporter's configuration: modules: {http_2xx: {prober: http}}") is not { } node)
        {
            return null;
        }

        fields.Close();
        if (node is not SpecNode.Map modules)
        {
            problems.Add(node.Place, $"is {node.Described} where a map of modules is wanted", "write a module's name and its fields below it");
            return null;
        }

        var probes = new List<AcceptanceProbe>();
        var left = new LeftOut();
        foreach (var module in modules.Entries)
        {
            if (FieldReader.Open(module.Value, problems) is { } below && Module(module, below, left) is { } probe)
            {
                probes.Add(probe);
            }
        }

        return new ImportedModules(probes, left.InOrder());
    }

    /// <summary>The name that an AcceptanceProbe may have: theirs hold underscores and capitals.</summary>
    public static string NameOf(string module) => module.ToLowerInvariant().Replace('_', '-').Trim('-', '.');

    private static AcceptanceProbe? Module(SpecEntry module, FieldReader fields, LeftOut left)
    {
        var prober = fields.RequiredText("prober", "write http, tcp, dns or grpc");
        var timeout = fields.Has("timeout") ? fields.Duration("timeout", TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)) : null;
        foreach (var kind in new[] { "http", "tcp", "dns", "grpc", "icmp", "unix", "websocket" })
        {
            if (kind != prober)
            {
                left.Field(fields, kind, $"{kind} belongs to another prober than {prober}, which does not read it", "make a module of its own of it");
            }
        }

        var step = prober switch
        {
            "http" => BlackboxHttp.Step(fields.Has("http") ? fields.Map("http") : null, left),
            "tcp" => BlackboxOthers.Tcp(fields.Has("tcp") ? fields.Map("tcp") : null, left),
            "dns" => BlackboxOthers.Dns(fields.Map("dns"), left),
            "grpc" => BlackboxOthers.Grpc(fields.Has("grpc") ? fields.Map("grpc") : null, left),
            _ => null,
        };
        if (step is null && prober is not null)
        {
            fields.Leave(prober);
            left.Add(module.Place, $"the prober {prober} has no counterpart", prober == "icmp" ? "keep the blackbox exporter for it, or probe a TCP port" : "keep the blackbox exporter for it");
        }

        fields.Close();
        return step is null ? null : new AcceptanceProbe(NameOf(module.Key), null, new AcceptanceProbeSpec
        {
            Timeout = timeout ?? TimeSpan.FromSeconds(10),
            Steps = [step],
        });
    }
}
