namespace Rollout.Judge.Tests;

/// <summary>What the READMEs quote from the benchmark's table is what the benchmark wrote.</summary>
public sealed class QuotedFiguresTests
{
    private const string Begin = "<!-- from tests/benchmarks/results/judge.md -->";
    private const string End = "<!-- end -->";

    [Theory]
    [InlineData("README.md")]
    [InlineData("controller/Judge/README.md")]
    public void A_quoted_table_is_the_written_one(string readme)
    {
        var written = Lines("tests/benchmarks/results/judge.md").ToHashSet(StringComparer.Ordinal);
        var quoted = Quoted(Lines(readme));
        Assert.NotEmpty(quoted);
        Assert.Empty(quoted.Where(line => !written.Contains(line)));
    }

    [Fact]
    public void A_changed_figure_is_seen()
    {
        var written = Lines("tests/benchmarks/results/judge.md");
        var changed = written.Select(l => l.Replace(" | yes |", " | no |", StringComparison.Ordinal));
        Assert.NotEmpty(Quoted([Begin, .. changed, End]).Except(written, StringComparer.Ordinal));
    }

    private static List<string> Quoted(IReadOnlyList<string> lines)
    {
        var (quoted, inside) = (new List<string>(), false);
        foreach (var line in lines)
        {
            inside = line == Begin || (inside && line != End);
            if (inside && line != Begin && line.Length > 0)
            {
                quoted.Add(line);
            }
        }

        return quoted;
    }

    private static string[] Lines(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Rollout.sln")))
            {
                return File.ReadAllLines(Path.Combine(folder.FullName, path));
            }
        }

        throw new InvalidOperationException($"no Rollout.sln above {AppContext.BaseDirectory}: this test reads the checkout");
    }
}
