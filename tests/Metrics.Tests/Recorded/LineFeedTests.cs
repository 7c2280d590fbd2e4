using System.Text;
using Rollout.Metrics.Recorded;

namespace Rollout.Metrics.Tests.Recorded;

public class LineFeedTests
{
    [Fact]
    public void Finds_the_same_lines_however_the_bytes_are_cut_into_blocks()
    {
        var bytes = Encoding.UTF8.GetBytes("a\r\n\nbb\n\r\nfar too long a line\nccc\r\nlast");
        string[] expected = ["1 a", "2 ", "3 bb", "4 ", "5 too long", "6 ccc", "7 last"];
        for (var block = 1; block <= bytes.Length; block++)
        {
            Assert.Equal(expected, Lines(bytes, block, limit: 8));
        }
    }

    [Theory]
    [InlineData("12345678\n", "1 12345678")]
    [InlineData("12345678", "1 12345678")]
    [InlineData("123456789\n", "1 too long")]
    [InlineData("123456789", "1 too long")]
    public void Takes_a_line_of_exactly_the_limit_and_none_that_is_longer(string text, string expected)
    {
        Assert.Equal([expected], Lines(Encoding.UTF8.GetBytes(text), 100, limit: 8));
        Assert.Equal([expected], Lines(Encoding.UTF8.GetBytes(text), 3, limit: 8));
    }

    [Fact]
    public void An_empty_file_has_no_lines() => Assert.Empty(Lines([], 10, limit: 8));

    private static List<string> Lines(byte[] bytes, int block, int limit)
    {
        var lines = new List<string>();
        var feed = new LineFeed(limit, (line, number) => lines.Add($"{number} {Encoding.UTF8.GetString(line)}"), number => lines.Add($"{number} too long"));
        foreach (var part in bytes.Chunk(block))
        {
            feed.Feed(part);
        }

        feed.Finish();
        return lines;
    }
}
