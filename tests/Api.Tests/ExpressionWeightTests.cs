using Rollout.Api;

namespace Rollout.Api.Tests;

public sealed class ExpressionWeightTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("paid", 0)]
    [InlineData("(paid|done)", 0)]
    [InlineData("a*b+c?", 3)]
    [InlineData("a{7}", 7)]
    [InlineData("a{7,}", 8)]
    [InlineData("a{2,9}?", 9)]
    [InlineData("(?:ab){10}", 20)]
    [InlineData("(?:a.{0,22}){2}", 46)]
    [InlineData("(a.{0,3})", 3)]
    [InlineData("(?:(?:a*)*)*", 4)]
    [InlineData("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}", 15)]
    [InlineData("(?:a{100}){100}", 10_000)]
    [InlineData("(?:(?:a{1000}){1000}){1000}", 1_000_000)]
    [InlineData("a{9999999}", 1_000_000)]
    [InlineData("(?:[^\"\\\\]|\\\\.)*", 6)]
    public void Is_what_the_repetitions_come_to(string pattern, long weight) => Assert.Equal(weight, ExpressionWeight.Of(pattern));

    [Theory]
    [InlineData("\\(a\\){3}", 3)]
    [InlineData("\\{3}", 0)]
    [InlineData("a{b}", 0)]
    [InlineData("a{,3}", 0)]
    [InlineData("{3}", 0)]
    [InlineData("[(){30}]", 0)]
    [InlineData("[(]{30}", 30)]
    [InlineData("[]a]{30}", 30)]
    [InlineData("[^]a]{30}", 30)]
    [InlineData("[\\]{9}]{30}", 30)]
    [InlineData("[a-z-[aeiou]]{30}", 30)]
    [InlineData("[a-z-[]]]{30}", 30)]
    public void What_stands_for_itself_repeats_nothing(string pattern, long weight) => Assert.Equal(weight, ExpressionWeight.Of(pattern));

    [Theory]
    [InlineData("(?x)(?:a.) {30}")]
    [InlineData("(?i-s+x:(?:a.) {30})")]
    public void Where_blanks_may_stand_between_the_weight_cannot_be_told(string pattern) => Assert.Equal(1_000_000, ExpressionWeight.Of(pattern));

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("[")]
    [InlineData("\\")]
    [InlineData("a{")]
    [InlineData("a{3")]
    [InlineData("(?")]
    public void What_is_no_expression_is_read_to_its_end_all_the_same(string pattern) => Assert.InRange(ExpressionWeight.Of(pattern), 0, 1);

    [Fact]
    public void Ten_thousand_groups_in_one_another_are_no_trouble() =>
        Assert.Equal(1_000_000, ExpressionWeight.Of(new string('(', 10_000) + "a" + string.Concat(Enumerable.Repeat(")*", 10_000))));
}
