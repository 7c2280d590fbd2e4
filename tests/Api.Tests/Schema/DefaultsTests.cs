using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api.Binding;
using Rollout.Api.Resources;
using Rollout.Api.Tests.Crds;

namespace Rollout.Api.Tests.Schema;

/// <summary>What nobody writes is the same to the API server, to the binder and to the records' initialisers.</summary>
public sealed class DefaultsTests(ServedKinds server) : IClassFixture<ServedKinds>
{
    [Fact]
    public async Task The_server_fills_a_rollout_with_what_the_records_begin_with()
    {
        var least = Samples.Least(Samples.Rollout);
        var stored = (await server.TryAsync(least)).Body;
        var bound = ResourceReading.Rollout(JsonSerializer.SerializeToElement(least)).Spec.Value!;

        // The binder takes its defaults from the records; what it writes out must be what the server stored.
        var written = SpecJson.Write(bound);
        Assert.Equal("[]", written["probes"]!.ToJsonString());
        written.Remove("probes");
        Equal(written, stored["spec"]!);
        var fresh = new StaggeredRolloutSpec { Workload = bound.Workload, Metrics = bound.Metrics };
        Assert.Equal(SpecJson.Write(fresh).ToJsonString(), SpecJson.Write(bound).ToJsonString());
        Assert.Equal(SpecJson.Write(bound).ToJsonString(), SpecJson.Write(ResourceReading.Rollout(JsonSerializer.SerializeToElement(stored)).Spec.Value!).ToJsonString());
    }

    [Fact]
    public async Task The_server_fills_a_metric_with_what_the_records_begin_with()
    {
        var least = Samples.Least(Samples.Metric);
        var stored = (await server.TryAsync(least)).Body;
        var bound = ResourceReading.BusinessMetric(JsonSerializer.SerializeToElement(least)).Spec.Value!;
        Equal(SpecJson.Write(bound), stored["spec"]!);
        Equal(SpecJson.Write(new BusinessMetricSpec
        {
            Kind = MetricKind.Count, Source = new MetricSource { Scrape = new ScrapeSource() }, Selectors = new MetricSelectors { Count = "shop_orders_total" },
        }), stored["spec"]!);
    }

    [Fact]
    public async Task The_server_fills_a_probe_with_what_the_records_begin_with()
    {
        var least = Samples.Least(Samples.Probe);
        var stored = (await server.TryAsync(least)).Body;
        var bound = ResourceReading.AcceptanceProbe(JsonSerializer.SerializeToElement(least)).Spec.Value!;
        Equal(ProbeJson.Write(bound), ProbeJson.Write(ResourceReading.AcceptanceProbe(JsonSerializer.SerializeToElement(stored)).Spec.Value!));
        Assert.Equal(("15s", "5s", 3), ((string?)stored["spec"]!["interval"], (string?)stored["spec"]!["timeout"], (int)stored["spec"]!["failAfter"]!));
    }

    [Theory]
    [InlineData(Samples.Probe)]
    [InlineData(Samples.Rollout)]
    [InlineData(Samples.Metric)]
    public async Task What_is_written_is_stored_as_it_was_written(string kind)
    {
        var full = Samples.Full(kind);
        var stored = await server.TryAsync(full);
        Assert.True(stored.Accepted, stored.Message);
        Equal(full["spec"]!, stored.Body["spec"]!);
    }

    private static void Equal(JsonNode expected, JsonNode found) =>
        Assert.True(JsonNode.DeepEquals(expected, found), $"expected {expected.ToJsonString()}\nfound    {found.ToJsonString()}");
}
