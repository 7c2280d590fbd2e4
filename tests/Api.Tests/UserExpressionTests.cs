using System.Text.RegularExpressions;
using Rollout.Api;

namespace Rollout.Api.Tests;

public sealed class UserExpressionTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_search_that_would_take_for_ever_ends_with_the_limit()
    {
        var search = Task.Run(() => UserExpression.Of("(?:x.{0,9}){30}[!?]", RegexOptions.CultureInvariant, Soon).IsMatch(new string('x', 100)));
        await Assert.ThrowsAsync<RegexMatchTimeoutException>(() => search.WaitAsync(Enough, TimeProvider.System));
    }

    /// <summary>Of which the engine without backtracking makes a gigabyte of states for seconds, and does not look at its limit meanwhile.</summary>
    [Fact]
    public async Task So_does_one_whose_states_are_many()
    {
        var random = new Random(7);
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(_ => random.Next(2) == 0 ? 'a' : 'b'));
        var search = Task.Run(() => UserExpression.Of("(?:a.{0,200}){2}\\d", RegexOptions.CultureInvariant, Soon).IsMatch(text));
        await Assert.ThrowsAsync<RegexMatchTimeoutException>(() => search.WaitAsync(Enough, TimeProvider.System));
    }

    [Theory]
    [InlineData("(?:a.{0,200}){2}\\d", false)]
    [InlineData("(a+)+(a|aa)+b", true)]
    public void What_repeats_much_runs_on_the_engine_that_keeps_the_limit_and_what_repeats_little_on_the_linear_one(string pattern, bool linear) =>
        Assert.Equal(linear, UserExpression.Of(pattern, RegexOptions.CultureInvariant, Soon).Options.HasFlag(RegexOptions.NonBacktracking));

    [Fact]
    public async Task What_repeats_little_takes_linear_time()
    {
        var search = Task.Run(() => UserExpression.Of("(a+)+(a|aa)+b", RegexOptions.CultureInvariant, TimeSpan.FromMinutes(5)).IsMatch(new string('a', 20_000) + "!"));
        Assert.False(await search.WaitAsync(Enough, TimeProvider.System));
    }

    [Theory]
    [InlineData("(a)\\1")]
    [InlineData("(?=a)b")]
    [InlineData("(?:(a)\\1){60}")]
    [InlineData("(?:(?=a)b){60}")]
    public void Light_or_not_there_is_no_looking_around_and_back(string pattern) =>
        Assert.Throws<NotSupportedException>(() => UserExpression.Of(pattern, RegexOptions.None, Soon));

    [Theory]
    [InlineData("(a|ab)(c|bcd)(d*)", "abcd")]
    [InlineData("x{0,100}?(y+?)(y*)", "xxyyy")]
    [InlineData("(?:a.{0,60}){1,2}(z)", "ab ab z z")]
    public void Both_engines_find_the_same(string pattern, string text)
    {
        var found = UserExpression.Of(pattern, RegexOptions.CultureInvariant, Enough).Match(text);
        var other = new Regex(pattern, RegexOptions.CultureInvariant | (UserExpression.IsLight(pattern) ? RegexOptions.None : RegexOptions.NonBacktracking), Enough).Match(text);
        Assert.True(found.Success);
        Assert.Equal(other.Groups.Values.Select(g => g.Value), found.Groups.Values.Select(g => g.Value));
    }
}
