using System.Globalization;
using Rollout.Api;
using Rollout.Api.Binding;

namespace Rollout.Fleets.Hosts;

/// <summary>Binds the tree of a fleet file (contract section 6). Looks at nothing outside the tree.</summary>
public static class FleetFileBinding
{
    /// <param name="root">The document.</param>
    /// <param name="directory">Absolute: what relative paths start from.</param>
    /// <param name="problems">Where to say what is wrong; the result counts only when nothing is.</param>
    public static FleetFile? Bind(SpecNode root, string directory, BindingProblems problems)
    {
        if (FieldReader.Open(root, problems) is not { } fields)
        {
            return null;
        }

        var name = fields.RequiredLabel("name");
        var nodes = Nodes(fields);
        var several = nodes.Count > 1;
        var deploy = CommandBinding.Bind(fields, "deploy", TimeSpan.FromMinutes(2), directory, new(true, [NodeWanted(several), ["version"]]));
        var status = CommandBinding.Bind(fields, "status", TimeSpan.FromSeconds(10), directory, new(false, [NodeWanted(several)]));
        var drain = Optional("drain");
        var undrain = Optional("undrain");
        if (fields.Has("drain") != fields.Has("undrain"))
        {
            var (there, missing) = fields.Has("drain") ? ("drain", "undrain") : ("undrain", "drain");
            problems.Add(fields.At(there), $"is given without {missing}", $"write {missing} too, or remove {there}");
        }

        var parallel = fields.WholeNumber("parallel", 1, 1000) ?? 1;
        var state = fields.Text("state") ?? "rollout.db";
        var spec = fields.Require("spec", "write at least its metrics: what the fleet earns, and where that is read") is { } node
            ? SpecBinding.Bind(node, SpecPlatform.Hosts, problems)
            : null;
        fields.Close();
        Ports(fields, nodes, spec);
        return name is null || deploy is null || status is null || spec is null ? null : new FleetFile
        {
            Name = name,
            Nodes = nodes,
            Deploy = deploy,
            Status = status,
            Drain = drain,
            Undrain = undrain,
            Parallel = Math.Min(parallel, Math.Max(1, nodes.Count)),
            State = Path.GetFullPath(state, directory),
            Spec = spec,
        };

        HostCommand? Optional(string key) =>
            fields.Has(key)
                ? CommandBinding.Bind(fields, key, TimeSpan.FromMinutes(1), directory, new(true, [NodeWanted(several)]))
                : Left(key);

        HostCommand? Left(string key)
        {
            fields.Leave(key);
            return null;
        }
    }

    private static string[] NodeWanted(bool several) => several ? ["node", "address"] : [];

    private static List<FleetNode> Nodes(FieldReader file)
    {
        const string Mend = "write at least one, such as '- {name: n1, address: \"127.0.0.1:9001\"}'";
        if (file.Require("nodes", Mend) is null || file.Sequence("nodes") is not { } items)
        {
            return [];
        }

        if (items.Count == 0)
        {
            file.Problems.Add(file.At("nodes"), "has no node", Mend);
        }

        var nodes = new List<FleetNode>();
        foreach (var item in items)
        {
            if (FieldReader.Open(item, file.Problems) is { } fields && Node(fields, nodes) is { } node)
            {
                nodes.Add(node);
            }
        }

        return nodes;
    }

    private static FleetNode? Node(FieldReader fields, List<FleetNode> earlier)
    {
        var name = fields.RequiredHost("name");
        if (name is not null && earlier.Exists(n => n.Name == name))
        {
            fields.Problems.Add(fields.At("name"), $"two nodes have the name '{name}'", "give each its own");
        }

        var text = fields.RequiredText("address", "write host and port, such as \"127.0.0.1:9001\"");
        string? wrong = null;
        var address = text is null ? null : NodeAddress.Parse(text, out wrong);
        if (wrong is not null)
        {
            fields.Problems.Add(fields.At("address"), $"'{text}' {wrong}", "write host and port alone, such as \"127.0.0.1:9001\" or \"web1.example.com:80\"");
        }
        else if (address is not null && earlier.Find(n => n.Address == address) is { } same)
        {
            fields.Problems.Add(fields.At("address"), $"'{text}' is the address of '{same.Name}' too", "give each node its own");
        }

        var labels = TextMaps.Bind(fields, "labels") ?? TextMaps.Empty;
        fields.Close();
        return name is null || address is null ? null : new FleetNode(name, address, labels);
    }

    /// <summary>A node without a port can only be scraped where the metric says the port, and cannot be probed.</summary>
    private static void Ports(FieldReader fields, List<FleetNode> nodes, StaggeredRolloutSpec? spec)
    {
        var portless = nodes.Where(n => n.Address.Port is null).Select(n => n.Name).ToList();
        var scraped = spec?.Metrics.FirstOrDefault(m => m.Metric?.Source.Scrape is { Port: null });
        if (portless.Count > 0 && (scraped is not null || spec?.Probes.Count > 0))
        {
            var reader = scraped is not null ? $"the metric '{scraped.Name}' is scraped at" : "probes call";
            fields.Problems.Add(fields.At("nodes"), string.Create(CultureInfo.InvariantCulture,
                $"{portless.Count} node(s) have no port, and {reader} their addresses: {string.Join(", ", portless.Take(5))}"), "write host:port");
        }
    }
}
