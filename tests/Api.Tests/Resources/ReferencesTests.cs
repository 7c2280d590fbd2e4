using System.Text.Json;
using Rollout.Api.Binding;
using Rollout.Api.Resources;
using Rollout.Api.Tests.Crds;

namespace Rollout.Api.Tests.Resources;

public class ReferencesTests
{
    private static readonly StaggeredRolloutSpec Spec = ResourceReading.Rollout(JsonSerializer.SerializeToElement(Samples.Full(Samples.Rollout))).Spec.Value!;
    private static readonly Bound<BusinessMetricSpec> Metric = ResourceReading.BusinessMetric(JsonSerializer.SerializeToElement(Samples.Full(Samples.Metric))).Spec;
    private static readonly Dictionary<string, Bound<AcceptanceProbeSpec>> Probes = new(StringComparer.Ordinal)
    {
        ["checkout"] = new BindingProblems().Outcome(new AcceptanceProbeSpec { Steps = [] }),
    };

    [Fact]
    public void What_is_named_takes_the_place_of_its_name()
    {
        var resolved = References.Resolve(Spec, new Dictionary<string, Bound<BusinessMetricSpec>>(StringComparer.Ordinal) { ["dollars-per-minute"] = Metric }, Probes);
        Assert.Equal((0, 0), (resolved.Missing.Count, resolved.Problems.Count));
        Assert.Same(Metric.Value, resolved.Spec!.Metrics[0].Metric);
        Assert.NotNull(resolved.Spec.Probes[0].Probe);
    }

    [Fact]
    public void What_is_not_there_is_missing_and_no_problem()
    {
        var resolved = References.Resolve(Spec, new Dictionary<string, Bound<BusinessMetricSpec>>(StringComparer.Ordinal), new Dictionary<string, Bound<AcceptanceProbeSpec>>(StringComparer.Ordinal));
        Assert.Null(resolved.Spec);
        Assert.Empty(resolved.Problems);
        Assert.Equal(
            [new ResourceReference("BusinessMetric", "dollars-per-minute", "spec.metrics[0].metricRef"), new ResourceReference("AcceptanceProbe", "checkout", "spec.probes[0]")],
            resolved.Missing);
    }

    [Fact]
    public void What_is_there_and_wrong_tells_its_own_problems()
    {
        var wrong = ResourceReading.BusinessMetric(JsonSerializer.SerializeToElement(Samples.Full(Samples.Metric).With("spec.interval", "\"1h\""))).Spec;
        var resolved = References.Resolve(Spec, new Dictionary<string, Bound<BusinessMetricSpec>>(StringComparer.Ordinal) { ["dollars-per-minute"] = wrong }, Probes);
        Assert.Null(resolved.Spec);
        Assert.Empty(resolved.Missing);
        Assert.Equal("BusinessMetric/dollars-per-minute spec.interval", Assert.Single(resolved.Problems).Place);
    }
}
