using System.IO.Compression;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Rollout.Telemetry.Exposition;

namespace Rollout.Telemetry;

/// <summary>
/// The SDK with its two ways out: Prometheus asks us, and OTLP is sent where OpenTelemetry's own environment variable
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (or the one for metrics, or for traces) names a collector. Without it nothing is sent anywhere.
/// </summary>
public sealed class ControllerTelemetry : IDisposable
{
    private const string TextType = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly TimeSpan CollectTimeout = TimeSpan.FromSeconds(5);
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    /// <summary>The SDK sets memory aside for all series that an instrument may ever have.</summary>
    private const int OwnSeries = 100;

    private readonly PullExporter exporter = new();
    private readonly MeterProvider meters;
    private readonly TracerProvider? traces;

    /// <param name="version">Of the controller.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="queueDepth">Rollouts that wait to be looked at; null: there is no queue.</param>
    /// <param name="mostSeries">Of one instrument. Gauges leave rollouts out beyond it; of counters more are summed under <c>otel_metric_overflow</c>.</param>
    /// <param name="leftOutChanged">See <see cref="ControllerMeter"/>.</param>
    public ControllerTelemetry(
        string version, Func<string, string?> environment, Func<int>? queueDepth = null, int mostSeries = 2000, Action<int, int>? leftOutChanged = null)
    {
        bool Names(string variable) => !string.IsNullOrWhiteSpace(environment(Endpoint)) || !string.IsNullOrWhiteSpace(environment(variable));
        Meter = new ControllerMeter(version, queueDepth, mostSeries, leftOutChanged, Names(MetricsEndpoint));
        Tracer = new RolloutTracer(version);
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(r => Describe(r, version))
            .AddMeter(InstrumentNames.Meter)
            .AddView(instrument => Meter.Owns(instrument)
                ? new MetricStreamConfiguration { CardinalityLimit = InstrumentNames.IsOfTheController(instrument.Name) ? Math.Min(OwnSeries, mostSeries) : mostSeries }
                : MetricStreamConfiguration.Drop)
            .AddReader(new BaseExportingMetricReader(exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative });
        if (Names(MetricsEndpoint))
        {
            builder.AddOtlpExporter();
        }

        meters = builder.Build();
        traces = Names(TracesEndpoint)
            ? Sdk.CreateTracerProviderBuilder().ConfigureResource(r => Describe(r, version)).AddSource(RolloutTracer.Source).AddOtlpExporter().Build()
            : null;
    }

    public ControllerMeter Meter { get; }

    /// <summary>Its traces go to OTLP alone; without a collector none is made.</summary>
    public RolloutTracer Tracer { get; }

    /// <summary>Everything as it stands now, in the format that the headers ask for.</summary>
    public MetricsPage Page(string? accept, string? acceptEncoding)
    {
        var openMetrics = Negotiation.WantsOpenMetrics(accept);
        var gzip = Negotiation.TakesGzip(acceptEncoding);
        using var body = new MemoryStream();
        using (var packed = gzip ? new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true) : null)
        {
            using var text = new StreamWriter((Stream?)packed ?? body, Plain, bufferSize: 16 * 1024, leaveOpen: true);
            var writer = new ExpositionWriter(text, openMetrics);
            Write(writer);
            writer.End();
        }

        return new MetricsPage(openMetrics ? OpenType : TextType, gzip, body.ToArray());
    }

    /// <summary>What the SDK has and the gauges of resources, in the order of their names.</summary>
    private void Write(ExpositionWriter writer)
    {
        using var gauges = Meter.Gauges.Families().GetEnumerator();
        var more = gauges.MoveNext();
        exporter.Each(CollectTimeout, family =>
        {
            for (; more && string.CompareOrdinal(gauges.Current.Name, family.Name) < 0; more = gauges.MoveNext())
            {
                writer.Write(gauges.Current);
            }

            if (!Meter.Gauges.Has(family.Name))
            {
                writer.Write(family);
            }
        });
        for (; more; more = gauges.MoveNext())
        {
            writer.Write(gauges.Current);
        }
    }

    public void Dispose()
    {
        // What is open is closed first, else it would not be sent.
        Tracer.Dispose();
        traces?.Dispose();
        meters.Dispose();
        Meter.Dispose();
    }

    private static void Describe(ResourceBuilder resource, string version) =>
        resource.AddService("rollout", serviceNamespace: "staggered.dev", serviceVersion: version);
}
