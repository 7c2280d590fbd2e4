using Rollout.Telemetry.Exposition;

namespace Rollout.Telemetry.Tests.Exposition;

public class NegotiationTests
{
    [Theory]
    [InlineData(false, null)]
    [InlineData(false, "")]
    [InlineData(false, "*/*")]
    [InlineData(false, "text/plain")]
    [InlineData(false, "application/openmetrics-text;version=2.0.0")]
    [InlineData(false, "application/openmetrics-text;q=0.2,text/plain;q=0.5")]
    [InlineData(false, "application/openmetrics-text;q=0")]
    [InlineData(false, "application/openmetrics-text;q=x")]
    [InlineData(true, "application/openmetrics-text")]
    [InlineData(true, "Application/OpenMetrics-Text; version=\"1.0.0\"; charset=utf-8")]
    [InlineData(true, "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1")]
    public void OpenMetrics_is_written_for_those_who_ask_for_it(bool wanted, string? accept) => Assert.Equal(wanted, Negotiation.WantsOpenMetrics(accept));

    [Theory]
    [InlineData(false, null)]
    [InlineData(false, "br, deflate")]
    [InlineData(false, "gzip;q=0")]
    [InlineData(true, "gzip")]
    [InlineData(true, "deflate, GZIP;q=0.1")]
    public void Gzip_is_written_for_those_who_take_it(bool taken, string? accept) => Assert.Equal(taken, Negotiation.TakesGzip(accept));

    [Theory]
    [InlineData("staggered_duration_seconds", "staggered.duration", "s", false)]
    [InlineData("staggered_reconcile_seconds", "staggered.reconcile.seconds", "s", false)]
    [InlineData("staggered_effect_ratio", "staggered.effect", "1", true)]
    [InlineData("staggered_effect", "staggered.effect", "1", false)]
    [InlineData("a_b_c", "a-b.c", "{node}", true)]
    [InlineData("_a", "1a", null, true)]
    public void Names_are_those_that_OpenTelemetry_gives_them_in_Prometheus(string name, string instrument, string? unit, bool isGauge) =>
        Assert.Equal(name, PrometheusNames.Of(instrument, unit, isGauge));
}
