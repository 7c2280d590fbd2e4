using Rollout.Api.Resources;

namespace Rollout.Api.Binding;

/// <summary>Binds <c>spec.probes</c> and the probe inside.</summary>
internal static class ProbeBinding
{
    private static readonly AcceptanceProbeSpec Default = new() { Steps = [] };
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static IReadOnlyList<RolloutProbe> BindAll(FieldReader spec, SpecPlatform platform)
    {
        var probes = new List<RolloutProbe>();
        foreach (var item in spec.Sequence("probes") ?? [])
        {
            if (FieldReader.Open(item, spec.Problems) is not { } fields)
            {
                continue;
            }

            var probe = Bind(fields, platform);
            if (probe is not null && probes.Exists(p => string.Equals(p.Name, probe.Name, StringComparison.Ordinal)))
            {
                spec.Problems.Add(fields.At("name"), $"two probes have the name '{probe.Name}'", "give each its own");
            }
            else if (probe is not null)
            {
                probes.Add(probe);
            }
        }

        return probes;
    }

    /// <summary>The fields of a probe's own <c>spec</c>; <c>target</c> is left to the caller.</summary>
    public static AcceptanceProbeSpec BindProbe(FieldReader fields)
    {
        var least = TimeSpan.FromMilliseconds(1);
        var interval = fields.Duration("interval", TimeSpan.FromMilliseconds(100), Longest) ?? Default.Interval;
        var timeout = fields.Duration("timeout", least, Longest) ?? Default.Timeout;
        var customer = Customer(fields);
        var mark = Mark(fields);
        var steps = StepBinding.BindAll(fields, customer is not null);
        return new AcceptanceProbeSpec
        {
            Interval = interval,
            Timeout = timeout,
            FailAfter = fields.WholeNumber("failAfter", 1, 100) ?? Default.FailAfter,
            WatchAfter = fields.Duration("watchAfter", TimeSpan.Zero, TimeSpan.FromDays(30)) ?? Default.WatchAfter,
            Steps = steps,
            CustomerSecret = customer,
            Mark = mark,
            Contract = Contract(fields, steps),
        };
    }

    private static RolloutProbe? Bind(FieldReader fields, SpecPlatform platform)
    {
        var name = fields.RequiredLabel("name");
        if (platform == SpecPlatform.Kubernetes)
        {
            fields.Refuse("probe", "stands in an AcceptanceProbe of its own here", "remove it and name the AcceptanceProbe");
        }
        else if (!fields.Has("probe"))
        {
            fields.Problems.Add(fields.Place.Field("probe"), "is missing: a host fleet has no AcceptanceProbe to name",
                "write the probe's steps here, under 'probe:'");
        }

        var probe = platform == SpecPlatform.Hosts && fields.Map("probe") is { } below ? Inline(below) : null;
        fields.Close();
        return name is null ? null : new RolloutProbe(name, probe);
    }

    private static AcceptanceProbeSpec Inline(FieldReader fields)
    {
        fields.Refuse("target", "a fleet's probe runs against every node of the fleet", "remove it");
        var probe = BindProbe(fields);
        fields.Close();
        return probe;
    }

    private static string? Customer(FieldReader fields)
    {
        if (fields.Map("customer") is not { } customer)
        {
            return null;
        }

        string? name = null;
        if (customer.Require("secretRef", "name the Secret: {name: test-customer}") is { } node && FieldReader.Open(node, customer.Problems) is { } reference)
        {
            name = reference.RequiredHost("name");
            reference.Close();
        }

        customer.Close();
        return name;
    }

    private static ProbeMark Mark(FieldReader fields)
    {
        var mark = Default.Mark;
        if (fields.Map("mark") is { } given)
        {
            mark = new ProbeMark(given.Text("header", 100) ?? mark.Header, given.Text("value", 100) ?? mark.Value);
            if (!TemplateText.IsHeader(mark.Header))
            {
                given.Problems.Add(given.At("header"), $"'{mark.Header}' is no name of a header", "write letters, digits and '-'");
            }

            given.Close();
        }

        return mark;
    }

    private static ContractCheck? Contract(FieldReader fields, IReadOnlyList<ProbeStep> steps)
    {
        if (fields.Find("contract") is not { } node)
        {
            return null;
        }

        if (node is SpecNode.Scalar { Kind: ScalarKind.Boolean })
        {
            fields.Problems.Add(node.Place, $"is {node.Described} where a map of fields is wanted",
                "write {} for every HTTP step, or of steps, ignore and minAnswers what is needed; remove it for none");
            return null;
        }

        if (FieldReader.Open(node, fields.Problems) is not { } contract)
        {
            return null;
        }

        var names = steps.Where(s => s.Http is not null).Select(s => s.Name).ToList();
        var check = new ContractCheck
        {
            Steps = TextLists.Bind(contract, "steps"),
            Ignore = TextLists.Bind(contract, "ignore"),
            MinAnswers = contract.WholeNumber("minAnswers", 1, 1000) ?? 5,
        };
        foreach (var path in check.Ignore.Where(p => p != ApiBreakText.Status))
        {
            ExpectationBinding.CheckPath(path, contract.At("ignore"), contract.Problems);
        }

        foreach (var unknown in check.Steps.Except(names, StringComparer.Ordinal))
        {
            contract.Problems.Add(contract.At("steps"), $"'{unknown}' is no HTTP step", $"known here: {string.Join(", ", names)}");
        }

        contract.Close();
        return check;
    }
}
