using Rollout.Api;

namespace Rollout.Api.Tests;

public class AlertMatcherTests
{
    [Theory]
    [InlineData("severity=\"page\"", "page", true)]
    [InlineData("severity=\"page\"", "pages", false)]
    [InlineData(" severity != \"page\" ", "page", false)]
    [InlineData("severity!=\"page\"", null, true)]
    [InlineData("severity=~\"page|critical\"", "critical", true)]
    [InlineData("severity=~\"page|critical\"", "critically", false)]
    [InlineData("severity=~\"page|critical\"", "page\n", false)]
    [InlineData("severity!~\"page|critical\"", "info", true)]
    [InlineData("severity=\"\"", null, true)]
    [InlineData("severity=\"a\\\"b\\\\c\"", "a\"b\\c", true)]
    [InlineData("severity=~\"a\\\\.b\"", "a.b", true)]
    [InlineData("severity=~\"a\\\\.b\"", "axb", false)]
    public void Matches_as_Alertmanager_does(string text, string? value, bool matches)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["alertname"] = "x" };
        if (value is not null)
        {
            labels["severity"] = value;
        }

        Assert.Equal(matches, AlertMatcher.Parse(text, out _)!.Matches(labels));
    }

    [Theory]
    [InlineData("severity")]
    [InlineData("severity=page")]
    [InlineData("{severity=\"page\"}")]
    [InlineData("1=\"page\"")]
    [InlineData("a=\"b\" c=\"d\"")]
    [InlineData("a=~\"(\"")]
    [InlineData("a=~\"(b)\\\\1\"")]
    [InlineData("a=~\"(a.{0,400}){2}b\"")]
    public void Refuses_what_is_no_matcher(string text)
    {
        Assert.Null(AlertMatcher.Parse(text, out var wrong));
        Assert.NotNull(wrong);
    }

    /// <summary>Exponential for an engine that backtracks.</summary>
    [Fact]
    public void No_expression_takes_for_ever()
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = new string('a', 20_000) + "!" };
        Assert.False(AlertMatcher.Parse("a=~\"(a+)+(a|aa)+b\"", out _)!.Matches(labels));
    }
}
