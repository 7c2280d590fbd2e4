using System.Text;
using Rollout.Metrics.Prometheus;

namespace Rollout.Metrics.Tests.Prometheus;

public class MatrixReadingTests
{
    private static readonly PrometheusLimits Small = new() { MaxSeries = 2, MaxSamples = 3 };

    [Fact]
    public void Reads_series_with_their_samples_own_times_and_the_values_that_are_no_numbers()
    {
        var answer = Read("""
            {"status":"success","data":{"resultType":"matrix","result":[
             {"metric":{"__name__":"o","pod":"n1","empty":"","job":"é\n"},"values":[[1435781430.781,"1"],[1435781445.7815,"NaN"],[1435781460,"+Inf"]]},
             {"values":[],"metric":{}}]},"infos":["a hint"],"unheard":[{"of":[1]}]}
            """, new PrometheusLimits());
        var matrix = Assert.IsType<PrometheusAnswer.Matrix>(answer);
        Assert.Equal("o{job=\"é\\n\",pod=\"n1\"}", matrix.Series[0].Text);
        Assert.Equal([new(1435781430781, 1), new(1435781445782, double.NaN), new(1435781460000, double.PositiveInfinity)], matrix.Series[0].Points);
        Assert.Equal(("", 0), (matrix.Series[1].Text, matrix.Series[1].Points.Count));
    }

    [Fact]
    public void A_native_histogram_is_known_as_one()
    {
        var answer = Read("""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"d"},"histograms":[[1,{"count":"5","sum":"2","buckets":[[0,"0.5","1","5"]]}]]}]}}""");
        Assert.True(Assert.IsType<PrometheusAnswer.Matrix>(answer).Series.Single().IsNativeHistogram);
    }

    [Theory]
    [InlineData(false, "its answer is partial (isPartial)", """{"status":"success","isPartial":true,"data":{"resultType":"matrix","result":[]}}""")]
    [InlineData(false, "it answers with the warning \"store 10.0.0.7 is away\": what it left out is not known", """{"status":"success","warnings":["store 10.0.0.7\nis away","more"],"data":{"resultType":"matrix","result":[]}}""")]
    [InlineData(true, "its answer is a vector where samples over time (a matrix) were asked for", """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"2"]}]}}""")]
    [InlineData(true, "its answer is a scalar where samples over time (a matrix) were asked for", """{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}""")]
    [InlineData(true, "its answer is a nothing where samples over time (a matrix) were asked for", """{"status":"success"}""")]
    [InlineData(true, "its answer has the status error where success is expected", """{"status":"error","error":"no"}""")]
    [InlineData(true, "its answer is no JSON object", "[]")]
    [InlineData(true, "its answer is no JSON of Prometheus' API, or is cut off", "<html>")]
    [InlineData(true, "its answer is no JSON of Prometheus' API, or is cut off", "")]
    [InlineData(true, "its answer is no JSON of Prometheus' API, or is cut off", """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[1,"2""")]
    [InlineData(true, "its answer is no JSON of Prometheus' API, or is cut off", """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,2]]}]}}""")]
    [InlineData(true, "its answer is no JSON of Prometheus' API, or is cut off", """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"x"]]}]}}""")]
    [InlineData(true, "its answer is no JSON of Prometheus' API, or is cut off", """{"status":"success","data":{"resultType":"matrix","result":[]}}{}""")]
    [InlineData(true, "its answer has samples that are not in order of time", """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[2,"1"],[2,"1"]]}]}}""")]
    [InlineData(true, "its answer has a sample that is no pair of time and value", """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[2,"1",3]]}]}}""")]
    [InlineData(true, "its answer has the series o{pod=\"a\"} twice", """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"o","pod":"a"},"values":[]},{"metric":{"pod":"a","__name__":"o"},"values":[]}]}}""")]
    [InlineData(true, "its answer has more than 2 series; narrow the selector", """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"1"}},{"metric":{"a":"2"}},{"metric":{"a":"3"}}]}}""")]
    [InlineData(true, "its answer has more samples than are taken; narrow the selector", """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"1"},"values":[[1,"1"],[2,"1"]]},{"metric":{"a":"2"},"values":[[1,"1"],[2,"1"]]}]}}""")]
    public void What_is_partial_of_another_type_or_contradicts_itself_is_no_answer(bool reached, string reason, string json) =>
        Assert.Equal(new PrometheusAnswer.Failed(reason, reached), Read(json, Small));

    private static PrometheusAnswer Read(string json, PrometheusLimits? limits = null) => MatrixReading.Of(Encoding.UTF8.GetBytes(json), limits ?? Small);
}
