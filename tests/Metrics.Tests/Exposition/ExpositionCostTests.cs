using System.Text;
using Rollout.Metrics.Exposition;

namespace Rollout.Metrics.Tests.Exposition;

/// <summary>What a large or hostile answer costs, in bytes allocated: those do not depend on the machine.</summary>
public class ExpositionCostTests
{
    [Theory]
    [InlineData(ExpositionFormat.PrometheusText)]
    [InlineData(ExpositionFormat.OpenMetrics)]
    public void Fifty_thousand_series_that_nobody_asked_for_cost_next_to_nothing(ExpositionFormat format)
    {
        var text = Exposition(50_000, format);
        Read(text, format, ["orders_total"]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = Read(text, format, ["orders_total"]);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Null(read.Fault);
        Assert.Equal((50_001, 1), (read.SampleLines, read.Samples.Count));
        Assert.True(text.Length > 5_000_000);
        Assert.InRange(allocated, 0, 300_000);
    }

    [Fact]
    public void Random_rubbish_is_refused_or_read_but_never_breaks_it()
    {
        var random = new Random(11);
        var pieces = new[] { "a", "a_total", "{", "}", "x=", "\"", "\\", ",", " ", "\t", "\n", "1", "-", "e", ".", "NaN", "+Inf", "# TYPE a counter", "# EOF", "# HELP ", "#", "le=\"1\"", "\r", "é", "\0" };
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)]));
            foreach (var format in Enum.GetValues<ExpositionFormat>())
            {
                var read = Read(Encoding.UTF8.GetBytes(text), format, ["a", "a_total"]);
                refused += read.Fault is null ? 0 : 1;
                Assert.True(read.Fault is null || read.Samples.Count == 0);
            }
        }

        Assert.InRange(refused, 20_000, 39_999);
    }

    [Fact]
    public void Good_files_with_one_byte_changed_never_break_it()
    {
        var random = new Random(12);
        foreach (var name in ExpositionCorpus.Names("text-good", "open-good"))
        {
            var format = name.StartsWith("open", StringComparison.Ordinal) ? ExpositionFormat.OpenMetrics : ExpositionFormat.PrometheusText;
            var text = ExpositionCorpus.Text(name);
            for (var i = 0; i < 300 && text.Length > 0; i++)
            {
                var changed = (byte[])text.Clone();
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
                var parser = new ExpositionParser(format, SampleNames.Everything, new ExpositionLimits());
                parser.Feed(changed);
                var read = parser.Complete();
                Assert.True(read.Fault is null || read.Samples.Count == 0, name);
            }
        }
    }

    private static ExpositionRead Read(byte[] text, ExpositionFormat format, string[] names)
    {
        var parser = new ExpositionParser(format, new SampleNames(names), new ExpositionLimits());
        for (var at = 0; at < text.Length && parser.Feed(text.AsSpan(at, Math.Min(65536, text.Length - at))); at += 65536)
        {
        }

        return parser.Complete();
    }

    private static byte[] Exposition(int series, ExpositionFormat format)
    {
        var text = new StringBuilder();
        for (var family = 0; family < 100; family++)
        {
            text.Append(FormattableString.Invariant($"# TYPE http_server_requests_{family} counter\n"));
            for (var i = 0; i < series / 100; i++)
            {
                text.Append(FormattableString.Invariant(
                    $"http_server_requests_{family}{(format == ExpositionFormat.OpenMetrics ? "_total" : string.Empty)}{{method=\"GET\",path=\"/shop/item/{i}\",status=\"200\",instance=\"n{i % 7}\",zone=\"eu-west-1\"}} {i * 37}.5\n"));
            }
        }

        return Encoding.UTF8.GetBytes(text.Append("orders_total{kind=\"sale\"} 12\n# EOF\n").ToString());
    }
}
