namespace Rollout.Cli.Tests;

public class NearestTests
{
    // The first two are the textbooks' examples of Levenshtein's distance; no swap of neighbours helps them.
    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("saturday", "sunday", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("Same", "same", 0)]
    [InlineData("jugde", "judge", 1)]
    public void Counts_the_edits_between_two_words(string from, string to, int edits) => Assert.Equal(edits, Nearest.Distance(from, to));

    [Theory]
    [InlineData("alhpa", "alpha")]
    [InlineData("n33", "n3")]
    [InlineData("frobnicate", null)]
    public void Guesses_only_what_is_near(string name, string? meant) => Assert.Equal(meant, Nearest.To(name, ["alpha", "n3", "tolerance"]));

    [Fact]
    public void Two_as_near_as_each_other_are_taken_in_order_of_the_alphabet() => Assert.Equal("n1", Nearest.To("n9", ["n2", "n1"]));

    [Fact]
    public void Of_two_as_near_as_each_other_the_one_of_the_same_length_was_meant() => Assert.Equal("buckets", Nearest.To("buckest", ["bucket", "buckets"]));

    [Fact]
    public void Nothing_is_near_to_nothing() => Assert.Null(Nearest.To("x", []));
}
