using System.Globalization;
using System.Text;
using System.Text.Json;
using Rollout.Api;
using Rollout.Metrics.Exposition;
using Rollout.Metrics.Scraping;
using Rollout.Metrics.Tests.Exposition;
using Rollout.Metrics.Tests.Scraping;
using Rollout.Support.Serving;
using Xunit.Abstractions;

namespace Rollout.Metrics.Tests.Prometheus;

/// <summary>Held to Prometheus itself: what it exposes is read, and what it reads is read alike.</summary>
public class AgainstPrometheusTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Where this parser decides otherwise than Prometheus 2.42, and why. A case that agrees may not stand here.</summary>
    private static readonly Dictionary<string, string> Otherwise = ((KeyValuePair<string, string>[])
    [
        .. Because("the specification lets blanks lead a line; Prometheus takes them into the name",
            "text-good/blanks-and-tabs"),
        .. Because("hand-written expositions of other platforms: the numbers are not touched",
            "text-good/carriage-returns-are-let-pass"),
        .. Because("the later point counts; Prometheus is told here not to look at timestamps",
            "text-good/later-point-of-a-series", "open-good/gauge-with-timestamps", "text-bad/earlier-point-after-a-later"),
        .. Because("the specification's own example has a negative timestamp; Prometheus does not read it",
            "text-good/timestamps-in-milliseconds"),
        .. Because("a series that comes twice would be counted twice; Prometheus drops the second in silence",
            "text-bad/series-twice", "text-bad/series-twice-by-an-empty-label", "open-bad/same-point-twice"),
        .. Because("the last line may have been cut off in the middle of a number",
            "text-bad/no-line-feed-at-the-end"),
        .. Because("a bucket without a bound cannot be counted",
            "text-bad/bucket-le-is-a-word", "text-bad/bucket-without-le", "open-bad/bucket-le-nan", "open-bad/bucket-without-le"),
        .. Because("the specification has a comma there, and escapes line feeds",
            "text-bad/labels-without-comma", "text-bad/label-value-over-two-lines"),
        .. Because("binary rubbish is named as such; Prometheus reads an empty exposition out of it",
            "text-bad/binary"),
        .. Because("no time that a clock can show",
            "text-bad/timestamp-out-of-range"),
        .. Because("metadata that contradicts itself or comes late: the specification refuses it",
            "text-bad/help-without-name", "text-bad/type-without-name", "text-bad/type-contradicts", "text-bad/type-after-samples",
            "text-bad/type-after-samples-of-histogram", "open-bad/second-help", "open-bad/second-type",
            "open-bad/metadata-after-samples", "open-bad/metadata-interleaved", "open-bad/families-interleaved",
            "open-bad/help-ends-in-backslash", "open-bad/help-with-bare-quote"),
        .. Because("OpenMetrics: the type says which names, values and labels there may be",
            "open-bad/counter-without-total", "open-bad/info-without-suffix", "open-bad/nan-counter", "open-bad/negative-counter",
            "open-bad/negative-bucket", "open-bad/quantile-missing", "open-bad/quantile-out-of-range",
            "open-bad/exemplar-labels-too-long"),
    ]).ToDictionary(StringComparer.Ordinal);

    [Fact]
    public async Task Reads_the_metrics_of_a_real_Prometheus_and_counts_what_it_served()
    {
        await using var prometheus = await PrometheusServer.StartAsync("global: {}\n");
        var metric = new BusinessMetricSpec
        {
            Kind = MetricKind.Revenue,
            Source = new MetricSource { Scrape = new ScrapeSource() },
            Selectors = new MetricSelectors
            {
                Count = "prometheus_http_requests_total{handler=\"/metrics\",code=\"200\"}",
                Sum = "prometheus_http_request_duration_seconds_sum{handler=\"/metrics\"}",
                ValueBuckets = "prometheus_http_request_duration_seconds{handler=~\"/metric.\"}",
            },
        };
        using var source = new ScrapeMetricSource(metric, http: null, TimeProvider.System);
        var targets = new[] { new ScrapeTarget("p", prometheus.Address) };
        var canaries = new HashSet<string>();
        Assert.IsType<MetricRead.Empty>(await source.ReadAsync(targets, canaries, Noon, CancellationToken.None));
        for (var i = 0; i < 3; i++)
        {
            await prometheus.ServeAsync("/metrics");
        }

        // Each read is counted by the server after it was answered: the first read and the three requests.
        var data = Assert.IsType<MetricRead.Data>(await source.ReadAsync(targets, canaries, Noon.AddMinutes(1), CancellationToken.None));
        var measure = data.Buckets.Single().Nodes["p"];
        Assert.Equal(4, measure.Count);
        Assert.Equal(4, measure.ValueCounts!.Sum());
        Assert.Equal(source.Bins!.UpperBounds.Count, measure.ValueCounts!.Count);
        Assert.True(source.Bins.UpperBounds.Count > 5);
        Assert.InRange(measure.Sum, 1e-6, 60);
    }

    [Fact]
    public async Task Reads_the_corpus_as_a_real_Prometheus_does_but_for_the_differences_listed()
    {
        await using var node = await LoopbackNode.StartAsync();
        node.Answer = async context =>
        {
            var name = context.Request.Path.Value![1..];
            context.Response.ContentType = name.StartsWith("open", StringComparison.Ordinal)
                ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                : "text/plain; version=0.0.4; charset=utf-8";
            await context.Response.Body.WriteAsync(ExpositionCorpus.Text(name), context.RequestAborted);
        };
        var names = ExpositionCorpus.Names("text-good", "text-bad", "open-good", "open-bad");
        await using var prometheus = await PrometheusServer.StartAsync(Configuration(node.Address, names));
        var targets = await prometheus.UntilAsync(
            "/api/v1/targets",
            t => Active(t).All(x => x.GetProperty("health").GetString() != "unknown") && Active(t).Count() == names.Count);
        var health = Active(targets).ToDictionary(
            t => t.GetProperty("labels").GetProperty("case").GetString()!, t => t.GetProperty("lastError").GetString()!, StringComparer.Ordinal);
        var series = await prometheus.UntilAsync($"/api/v1/query?query={Uri.EscapeDataString("{case!=\"\"}")}", _ => true);
        var stored = series.GetProperty("data").GetProperty("result").EnumerateArray().ToLookup(s => s.GetProperty("metric").GetProperty("case").GetString()!);

        var differences = new List<string>();
        foreach (var name in names)
        {
            var ours = Parse(name);
            var theirs = health[name];
            var same = ours.Fault is null
                ? theirs.Length == 0 && Show(ours).SequenceEqual(stored[name].Select(Show).Where(s => s is not null).Order(StringComparer.Ordinal)!)
                : theirs.Length > 0;
            if (same == Otherwise.ContainsKey(name))
            {
                var here = ours.Fault?.ToString() ?? string.Join(' ', Show(ours));
                differences.Add($"{name}: here {here}; Prometheus {(theirs.Length > 0 ? theirs : string.Join(' ', stored[name].Select(Show)))}");
            }
        }

        foreach (var (name, why) in Otherwise)
        {
            output.WriteLine($"otherwise than Prometheus: {name}: {why}");
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static IEnumerable<KeyValuePair<string, string>> Because(string why, params string[] names) => names.Select(n => KeyValuePair.Create(n, why));

    private static JsonElement.ArrayEnumerator Active(JsonElement targets) => targets.GetProperty("data").GetProperty("activeTargets").EnumerateArray();

    private static string Configuration(Uri node, IEnumerable<string> names)
    {
        var text = new StringBuilder("scrape_configs:\n- job_name: corpus\n  scrape_interval: 1s\n  scrape_timeout: 1s\n  honor_timestamps: false\n  honor_labels: true\n  static_configs:\n");
        foreach (var name in names)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - targets: ['{node.Host}:{node.Port}']\n    labels: {{__metrics_path__: '/{name}', case: '{name}'}}\n");
        }

        return text.ToString();
    }

    private static ExpositionRead Parse(string name)
    {
        var format = name.StartsWith("open", StringComparison.Ordinal) ? ExpositionFormat.OpenMetrics : ExpositionFormat.PrometheusText;
        var parser = new ExpositionParser(format, SampleNames.Everything, new ExpositionLimits());
        parser.Feed(ExpositionCorpus.Text(name));
        return parser.Complete();
    }

    private static IEnumerable<string> Show(ExpositionRead read) => read.Samples
        .Select(s => $"{s.Series}={s.Value.ToString("R", CultureInfo.InvariantCulture)}")
        .Order(StringComparer.Ordinal);

    /// <summary>Null for what Prometheus adds of its own.</summary>
    private static string? Show(JsonElement series)
    {
        var labels = series.GetProperty("metric").EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetString()!, StringComparer.Ordinal);
        var name = labels["__name__"];
        if (name is "up" || name.StartsWith("scrape_", StringComparison.Ordinal))
        {
            return null;
        }

        var own = labels.Where(l => l.Key is not ("__name__" or "job" or "instance" or "case")).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => new SampleLabel(l.Key, l.Value));
        var value = series.GetProperty("value")[1].GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal).TrimStart('+');
        return $"{SeriesText.Write(name, [.. own])}={double.Parse(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)}";
    }
}
