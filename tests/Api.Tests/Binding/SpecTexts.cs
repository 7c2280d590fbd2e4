using System.Text.Json;
using Rollout.Api;
using Rollout.Api.Binding;

namespace Rollout.Api.Tests.Binding;

/// <summary>Specifications as JSON text: the binder is the same whatever the tree came from.</summary>
internal static class SpecTexts
{
    public const string Metric = """
        {"name":"dollars","role":"Objective","tolerance":"0.05","metric":{"kind":"Revenue","unit":"USD","interval":"1s",
         "source":{"scrape":{"path":"/metrics"}},"selectors":{"sum":"shop_revenue_total","count":"shop_orders_total{synthetic=\"false\"}"}}}
        """;

    /// <summary>On Kubernetes a workload is named where the text names none.</summary>
    public static Bound<StaggeredRolloutSpec> Bind(string json, SpecPlatform platform = SpecPlatform.Hosts)
    {
        const string Workload = "\"workload\":{\"kind\":\"DaemonSet\",\"name\":\"shop\"},";
        var whole = platform == SpecPlatform.Kubernetes && !json.Contains("\"workload\"", StringComparison.Ordinal) ? json.Insert(1, Workload) : json;
        using var document = JsonDocument.Parse(whole);
        return SpecBinding.Bind(JsonTree.Read(document.RootElement), platform);
    }

    /// <summary>A valid specification with more fields in it, as <c>"warmUp":"3s"</c>.</summary>
    public static Bound<StaggeredRolloutSpec> With(string fields, SpecPlatform platform = SpecPlatform.Hosts) =>
        Bind($$"""{"metrics":[{{Metric}}],{{fields}}}""", platform);

    public static StaggeredRolloutSpec Value(this Bound<StaggeredRolloutSpec> bound)
    {
        Assert.Empty(bound.Problems);
        return bound.Value!;
    }

    public static Problem Only(this Bound<StaggeredRolloutSpec> bound)
    {
        Assert.Null(bound.Value);
        return Assert.Single(bound.Problems);
    }
}
