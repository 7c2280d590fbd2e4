using System.Text;
using Rollout.Metrics.Recorded;

namespace Rollout.Metrics.Tests.Recorded;

public class CsvFieldsTests
{
    [Theory]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("", "")]
    [InlineData(",", "|")]
    [InlineData("a,,c", "a||c")]
    [InlineData("\"a\",b", "a|b")]
    [InlineData("a,\"b,c\",d", "a|b,c|d")]
    [InlineData("\"say \"\"hi\"\"\",\"\"", "say \"hi\"|")]
    [InlineData("\"\"\"\",x", "\"|x")]
    [InlineData("\"a\",\"b\",", "a|b|")]
    [InlineData("ä,\"ö,ü\"", "ä|ö,ü")]
    public void Splits_a_line(string line, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var fields = new CsvFields(1024);
        Assert.Equal(CsvFault.None, fields.Split(bytes));
        Assert.Equal(expected, string.Join('|', Enumerable.Range(0, fields.Count).Select(i => Encoding.UTF8.GetString(fields.Field(bytes, i)))));
    }

    [Fact]
    public void Forgets_the_line_before()
    {
        var fields = new CsvFields(1024);
        fields.Split("\"long quoted field\",\"b\",c"u8);
        var line = "\"x\",y"u8.ToArray();
        fields.Split(line);
        Assert.Equal(2, fields.Count);
        Assert.Equal("x", Encoding.UTF8.GetString(fields.Field(line, 0)));
    }

    [Theory]
    [InlineData("a\"b,c", "QuoteInsideField")]
    [InlineData("a,b\"", "QuoteInsideField")]
    [InlineData("\"a\"b,c", "TextAfterQuote")]
    [InlineData("\"a\" ,c", "TextAfterQuote")]
    [InlineData("a,\"b", "QuoteNotClosed")]
    [InlineData("\"a\"\",b", "QuoteNotClosed")]
    public void Tells_why_a_line_is_not_CSV(string line, string why) =>
        Assert.Equal(why, new CsvFields(1024).Split(Encoding.UTF8.GetBytes(line)).ToString());

    [Fact]
    public void Counts_fields_that_it_does_not_keep() =>
        Assert.Equal(1000, Count(string.Join(',', Enumerable.Repeat("x", 1000))));

    private static int Count(string line)
    {
        var fields = new CsvFields(1 << 16);
        fields.Split(Encoding.UTF8.GetBytes(line));
        return fields.Count;
    }
}
