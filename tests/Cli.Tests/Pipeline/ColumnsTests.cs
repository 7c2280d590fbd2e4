using Rollout.Cli.Pipeline;

namespace Rollout.Cli.Tests.Pipeline;

public sealed class ColumnsTests
{
    [Fact]
    public void A_table_is_as_wide_as_its_cells_and_never_wider_than_the_terminal()
    {
        var lines = Columns.Table(["A", "NOTE"], [["one", "short"], ["a longer cell", new string('x', 100)]]).ToList();

        Assert.Equal("A              NOTE", lines[0]);
        Assert.Equal("one            short", lines[1]);
        Assert.Equal(Columns.Width, lines[2].Length);
        Assert.EndsWith("…", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_is_broken_between_words_and_loses_none()
    {
        var text = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"word{i}"));

        var lines = Columns.Wrap(text, "  ", "    ").ToList();

        Assert.All(lines, line => Assert.InRange(line.Length, 1, Columns.Width));
        Assert.StartsWith("  word0", lines[0], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.StartsWith("    word", line, StringComparison.Ordinal));
        Assert.Equal(text, string.Join(' ', lines.Select(l => l.Trim())));
    }

    [Fact]
    public void A_word_that_is_longer_than_the_terminal_is_left_whole() => Assert.Equal([new string('x', 200)], Columns.Wrap(new string('x', 200)));
}
