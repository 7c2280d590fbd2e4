using Rollout.Api.Resources;

namespace Rollout.Api.Tests.Resources;

public sealed class ApiBreakTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(" \n", "")]
    [InlineData("$.items", "$.items")]
    [InlineData("$.items, $.total\n$.items[*].sku\t$['a-b']", "$.items|$.total|$.items[*].sku|$['a-b']")]
    [InlineData("*", "*")]
    [InlineData("$ $.a $.a", "$|$.a")]
    public void Paths_are_parted_by_commas_blanks_or_lines_and_stand_once(string? text, string paths)
    {
        var (read, problems) = ApiBreakText.Read(text, "here");
        Assert.Empty(problems);
        Assert.Equal(paths, string.Join('|', read));
    }

    [Fact]
    public void Every_word_that_is_no_path_is_told_and_then_nothing_is_declared()
    {
        var (read, problems) = ApiBreakText.Read("$.a GET /orders,$", "here");
        Assert.Empty(read);
        Assert.Equal(["here: 'GET' is no path into JSON", "here: '/orders' is no path into JSON"], problems.Select(p => $"{p.Place}: {p.What}"));
    }

    [Fact]
    public void What_would_not_fit_into_the_record_is_refused()
    {
        Assert.Equal("is too long", Assert.Single(ApiBreakText.Read("$." + new string('a', ApiBreakText.MostCharacters), "here").Problems).What);
        var many = string.Join(' ', Enumerable.Range(0, ApiBreakText.MostPaths + 1).Select(i => FormattableString.Invariant($"$.a{i}")));
        Assert.Equal("is too long", Assert.Single(ApiBreakText.Read(many, "here").Problems).What);
    }
}
