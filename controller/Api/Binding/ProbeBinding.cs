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

        var probe = platform == SpecPlatform.Hosts && fields.Map("probe") is { } below ? BindProbe(below) : null;
        fields.Close();
        return name is null ? null : new RolloutProbe(name, probe);
    }

    private static AcceptanceProbeSpec BindProbe(FieldReader fields)
    {
        var least = TimeSpan.FromMilliseconds(1);
        var probe = new AcceptanceProbeSpec
        {
            Interval = fields.Duration("interval", TimeSpan.FromMilliseconds(100), Longest) ?? Default.Interval,
            Timeout = fields.Duration("timeout", least, Longest) ?? Default.Timeout,
            FailAfter = fields.WholeNumber("failAfter", 1, 100) ?? Default.FailAfter,
            Steps = StepBinding.BindAll(fields),
        };
        fields.Close();
        return probe;
    }
}
