using System.IO.Compression;
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
    private static readonly TimeSpan CollectTimeout = TimeSpan.FromSeconds(5);
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    private readonly PullExporter exporter = new();
    private readonly MeterProvider meters;
    private readonly TracerProvider? traces;

    /// <param name="version">Of the controller.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="queueDepth">Rollouts that wait to be looked at; null: there is no queue.</param>
    /// <param name="mostSeries">Of one instrument; more are summed under <c>otel_metric_overflow</c>.</param>
    public ControllerTelemetry(string version, Func<string, string?> environment, Func<int>? queueDepth = null, int mostSeries = 2000)
    {
        Meter = new ControllerMeter(version, queueDepth);
        Tracer = new RolloutTracer(version);
        bool Names(string variable) => !string.IsNullOrWhiteSpace(environment(Endpoint)) || !string.IsNullOrWhiteSpace(environment(variable));
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(r => Describe(r, version))
            .AddMeter(InstrumentNames.Meter)
            .AddView(instrument => Meter.Owns(instrument) ? new MetricStreamConfiguration { CardinalityLimit = mostSeries } : MetricStreamConfiguration.Drop)
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
        var body = ExpositionWriter.Write(exporter.Families(CollectTimeout), openMetrics);
        var gzip = Negotiation.TakesGzip(acceptEncoding);
        return new MetricsPage(openMetrics ? OpenType : TextType, gzip, gzip ? Packed(body) : body);
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

    private static byte[] Packed(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return packed.ToArray();
    }
}
