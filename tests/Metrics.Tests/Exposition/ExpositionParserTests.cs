using System.Globalization;
using System.Text;
using Rollout.Metrics.Exposition;

namespace Rollout.Metrics.Tests.Exposition;

public class ExpositionParserTests
{
    public static TheoryData<string> All => [.. ExpositionCorpus.Names("text-good", "text-bad", "open-good", "open-bad")];

    /// <summary>Without those that are bad because a series comes twice: one that nobody asked for may, for nobody counts it.</summary>
    public static TheoryData<string> WholeLines =>
    [
        .. ExpositionCorpus.Names("text-good", "text-bad", "open-good", "open-bad")
            .Where(n => !n.Contains("twice", StringComparison.Ordinal) || n.Contains("label-twice", StringComparison.Ordinal))
            .Where(n => !n.Contains("earlier-point", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void Reads_each_file_of_the_corpus_as_its_golden_file_says(string name)
    {
        var read = Parse(ExpositionCorpus.Text(name), FormatOf(name));
        var golden = ExpositionCorpus.GoldenPath(name);
        if (Environment.GetEnvironmentVariable("GOLDEN_WRITE") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, name + ".golden"), Show(read));
        }

        Assert.True(File.Exists(golden), $"{golden} is missing: run once with GOLDEN_WRITE=<the corpus folder> and read what was written");
        Assert.Equal(File.ReadAllText(golden), Show(read));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Reads_the_same_however_the_bytes_are_cut(string name)
    {
        var text = ExpositionCorpus.Text(name);
        var whole = Show(Parse(text, FormatOf(name)));
        foreach (var size in new[] { 1, 2, 3, 7 })
        {
            var parser = new ExpositionParser(FormatOf(name), SampleNames.Everything, new ExpositionLimits());
            for (var at = 0; at < text.Length && parser.Feed(text.AsSpan(at, Math.Min(size, text.Length - at))); at += size)
            {
            }

            Assert.Equal(whole, Show(parser.Complete()));
        }
    }

    [Theory]
    [MemberData(nameof(WholeLines))]
    public void Finds_faults_and_none_whatever_is_asked_for(string name)
    {
        var all = Parse(ExpositionCorpus.Text(name), FormatOf(name));
        var parser = new ExpositionParser(FormatOf(name), new SampleNames(["none"]), new ExpositionLimits());
        parser.Feed(ExpositionCorpus.Text(name));
        var none = parser.Complete();
        Assert.Equal(all.Fault, none.Fault);
        Assert.Empty(none.Samples);
    }

    [Theory]
    [InlineData("text-good", true)]
    [InlineData("open-good", true)]
    [InlineData("text-bad", false)]
    [InlineData("open-bad", false)]
    public void Good_files_are_read_and_bad_ones_are_refused(string folder, bool good)
    {
        foreach (var name in ExpositionCorpus.Names(folder))
        {
            Assert.True((Parse(ExpositionCorpus.Text(name), FormatOf(name)).Fault is null) == good, name);
        }
    }

    [Fact]
    public void Keeps_only_the_samples_that_are_asked_for()
    {
        var parser = new ExpositionParser(ExpositionFormat.PrometheusText, new SampleNames(["b_total", "absent"]), new ExpositionLimits());
        parser.Feed("a_total 1\nb_total{x=\"1\"} 2\nb_totals 3\nb_total{x=\"2\"} 4\n"u8);
        var read = parser.Complete();
        Assert.Equal(["b_total{x=\"1\"}", "b_total{x=\"2\"}"], read.Samples.Select(s => s.Series));
        Assert.Equal(4, read.SampleLines);
    }

    [Fact]
    public void Bounds_bytes_lines_samples_families_series_labels_and_names()
    {
        var limits = new ExpositionLimits
        {
            MaxBytes = 400, MaxLineBytes = 60, MaxSamples = 10, MaxFamilies = 5, MaxKeptSeries = 3, MaxLabels = 2, MaxTextBytes = 20,
        };
        Assert.Equal("the answer is longer than 400 bytes and was cut off there", Refused(limits, string.Concat(Enumerable.Repeat("# comment\n", 41))));
        Assert.Equal("line 2: the line is longer than 60 bytes", Refused(limits, "a 1\n# " + new string('x', 59) + "\n"));
        Assert.Equal("line 2: the line is longer than 60 bytes", Refused(limits, "a 1\n# " + new string('x', 59)));
        Assert.Equal("line 11: more than 10 samples", Refused(limits, string.Concat(Enumerable.Repeat("b 1\n", 11)), "a"));
        Assert.Equal("line 6: more than 5 metric families", Refused(limits, "a 1\nb 1\nc 1\n# TYPE d counter\n# HELP e x\nf 1\n", "a"));
        Assert.Equal("line 4: more than 3 series of the metrics in question", Refused(limits, "a{x=\"1\"} 1\na{x=\"2\"} 1\na{x=\"3\"} 1\na{x=\"4\"} 1\n", "a"));
        Assert.Equal("line 1: column 15: more than 2 labels", Refused(limits, "a{x=\"1\",y=\"2\",z=\"3\"} 1\n"));
        Assert.Equal("line 1: column 28: label \"x\" is longer than 20 bytes", Refused(limits, $"a{{x=\"{new string('v', 21)}\"}} 1\n"));
        Assert.Equal("line 1: column 22: the metric name is longer than 20 bytes", Refused(limits, $"{new string('n', 21)} 1\n"));
        Assert.Equal("nothing", Refused(limits, $"a{{x=\"{new string('v', 20)}\",y=\"2\"}} 1\n# {new string('x', 58)}\n"));
    }

    [Fact]
    public void Takes_exactly_as_many_bytes_as_are_allowed()
    {
        var limits = new ExpositionLimits { MaxBytes = 8 };
        Assert.Equal("nothing", Refused(limits, "a 1\nb 2\n"));
        Assert.Equal("the answer is longer than 8 bytes and was cut off there", Refused(limits, "a 1\nb 22\n"));
    }

    [Fact]
    public void Shows_only_a_bounded_printable_piece_of_what_it_refuses()
    {
        var text = "\u0001\u0002" + new string('z', 300) + "\n";
        var fault = Refused(new ExpositionLimits(), text);
        Assert.Equal("line 1: column 1: a metric name must begin the line, not \"??" + new string('z', 38) + "…\"", fault);
    }

    private static string Refused(ExpositionLimits limits, string text, params string[] wanted)
    {
        var names = wanted.Length == 0 ? SampleNames.Everything : new SampleNames(wanted);
        var parser = new ExpositionParser(ExpositionFormat.PrometheusText, names, limits);
        parser.Feed(Encoding.UTF8.GetBytes(text));
        var read = parser.Complete();
        Assert.True(read.Fault is null || read.Samples.Count == 0);
        return read.Fault?.ToString() ?? "nothing";
    }

    private static ExpositionFormat FormatOf(string name) =>
        name.StartsWith("open", StringComparison.Ordinal) ? ExpositionFormat.OpenMetrics : ExpositionFormat.PrometheusText;

    private static ExpositionRead Parse(byte[] text, ExpositionFormat format)
    {
        var parser = new ExpositionParser(format, SampleNames.Everything, new ExpositionLimits());
        parser.Feed(text);
        return parser.Complete();
    }

    private static string Show(ExpositionRead read)
    {
        var text = new StringBuilder();
        foreach (var s in read.Samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"{s.Line} {s.Type} {s.Series} = {s.Value:R}");
            text.Append(s.Timestamp is { } at ? $" at {at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ}\n" : "\n");
        }

        return text.Append(read.Fault is { } fault ? $"fault: {fault}\n" : string.Empty).ToString();
    }
}
