namespace Rollout.Api.Binding;

/// <summary>Binds the steps of a probe.</summary>
internal static class StepBinding
{
    private static readonly string[] Kinds = ["http", "tcp", "dns", "tls", "grpc", "exec"];

    /// <param name="probe">The probe's fields.</param>
    /// <param name="hasCustomer">Whether <c>{{ customer.KEY }}</c> may be used.</param>
    public static IReadOnlyList<ProbeStep> BindAll(FieldReader probe, bool hasCustomer)
    {
        const string Mend = "write at least one step: a name and an http request";
        if (probe.Require("steps", Mend) is null || probe.Sequence("steps") is not { } items)
        {
            return [];
        }

        if (items.Count == 0)
        {
            probe.Problems.Add(probe.At("steps"), "has no step", Mend);
        }

        var steps = new List<ProbeStep>();
        var variables = new StepVariables(probe.Problems, hasCustomer);
        foreach (var item in items)
        {
            if (FieldReader.Open(item, probe.Problems) is not { } fields || Bind(fields, variables) is not { } step)
            {
                continue;
            }

            if (steps.Exists(s => string.Equals(s.Name, step.Name, StringComparison.Ordinal)))
            {
                probe.Problems.Add(fields.At("name"), $"two steps have the name '{step.Name}'", "give each its own");
            }

            steps.Add(step);
            variables.Add(step.Capture.Keys);
        }

        return steps;
    }

    private static ProbeStep? Bind(FieldReader fields, StepVariables variables)
    {
        var name = fields.RequiredText("name", "say in a few words what the step does", longest: 100);
        var given = Kinds.Where(fields.Has).ToList();
        if (given.Count == 0)
        {
            fields.Problems.Add(fields.Place.Field("http"), "is missing", $"write its request: {{method: GET, path: /}}; or another kind: {string.Join(", ", Kinds)}");
        }
        else if (given.Count > 1)
        {
            fields.Problems.Add(fields.At(given[1]), $"the step is already one of {given[0]}", "make it a step of its own");
        }

        var step = new ProbeStep
        {
            Name = name ?? "",
            Http = fields.Map("http") is { } http ? HttpStepBinding.Bind(http, variables) : null,
            Tcp = fields.Map("tcp") is { } tcp ? OtherStepBinding.Tcp(tcp, variables) : null,
            Dns = fields.Map("dns") is { } dns ? OtherStepBinding.Dns(dns) : null,
            Tls = fields.Map("tls") is { } tls ? OtherStepBinding.Tls(tls) : null,
            Grpc = fields.Map("grpc") is { } grpc ? OtherStepBinding.Grpc(grpc) : null,
            Exec = fields.Map("exec") is { } exec ? OtherStepBinding.Exec(exec, variables) : null,
            Expect = fields.Map("expect") is { } expected ? ExpectationBinding.Bind(expected, variables) : new Expectation(),
            Capture = Captures(fields),
        };
        fields.Close();
        var kinds = new object?[] { step.Http, step.Tcp, step.Dns, step.Tls, step.Grpc, step.Exec }.Count(k => k is not null);
        return name is null || kinds != 1 ? null : step;
    }

    private static IReadOnlyDictionary<string, string> Captures(FieldReader fields)
    {
        var capture = TextMaps.Bind(fields, "capture") ?? TextMaps.Empty;
        foreach (var (variable, from) in capture)
        {
            if (!TemplateText.IsName(variable))
            {
                fields.Problems.Add(fields.At("capture"), $"'{variable}' is no name of a variable", "write letters, digits and '_', beginning with a letter");
            }

            if (!from.StartsWith("header:", StringComparison.Ordinal) && !from.StartsWith("match:", StringComparison.Ordinal))
            {
                ExpectationBinding.CheckPath(from, fields.At("capture").Field(variable), fields.Problems);
            }
        }

        return capture;
    }
}
