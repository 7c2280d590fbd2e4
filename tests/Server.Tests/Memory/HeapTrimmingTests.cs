using Rollout.Server.Memory;
using Xunit;

namespace Rollout.Server.Tests.Memory;

public sealed class HeapTrimmingTests
{
    private const long Mebibyte = 1 << 20;

    [Theory]
    [InlineData(33, true)]
    [InlineData(31, false)]
    public void A_start_that_came_to_rest_gives_back_what_it_took(long allocated, bool due) =>
        Assert.Equal(due, HeapTrimming.IsDue(At(200, allocated), At(200, allocated - 1), trimmed: null, TimeSpan.Zero));

    [Theory]
    [InlineData(511, true)]
    [InlineData(512, false)]
    public void Whoever_is_busy_keeps_it(long made, bool due) =>
        Assert.Equal(due, HeapTrimming.IsDue(At(200, 1000 + made), At(200, 1000), trimmed: null, TimeSpan.Zero));

    [Theory]
    [InlineData(100, 132, 300, true)]
    [InlineData(100, 131, 300, false)]
    [InlineData(100, 132, 299, false)]
    [InlineData(400, 500, 300, true)]
    [InlineData(400, 499, 300, false)]
    public void Again_only_where_a_quarter_came_on_top_and_five_minutes_have_passed(long trimmed, long committed, int seconds, bool due) =>
        Assert.Equal(due, HeapTrimming.IsDue(At(committed, 5000), At(committed, 4990), At(trimmed, 1000), TimeSpan.FromSeconds(seconds)));

    private static HeapReading At(long committed, long allocated) => new(committed * Mebibyte, allocated * Mebibyte);
}
