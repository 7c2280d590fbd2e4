using Rollout.Judge;
using Rollout.Metrics;
using Rollout.Server.Judging;

namespace Rollout.Server.Tests.Judging;

public sealed class MetricStateTests
{
    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);
    private static readonly MetricRead Data = new MetricRead.Data([Shop.At(0)], None);
    private static readonly MetricRead Away = new MetricRead.Unreachable("no route");
    private static readonly MetricRead Wrong = new MetricRead.Rejected("no such series");

    [Fact]
    public void Two_misses_are_deferred_and_the_third_is_trouble()
    {
        Assert.Null(After(Data, Away, Away).Trouble);
        Assert.Equal((Verdict.Unavailable, "no route"), (After(Data, Away, Away, Away).Trouble, After(Data, Away, Away, Away).Reason));
    }

    [Fact]
    public void A_source_that_answers_with_nothing_readable_is_misconfigured_not_unavailable() =>
        Assert.Equal(Verdict.Misconfigured, After(Wrong, Wrong, Wrong).Trouble);

    [Fact]
    public void Any_answer_ends_a_row_of_misses()
    {
        Assert.Null(After(Away, Away, Data, Away, Away).Trouble);
        Assert.Null(After(Away, Away, Away, new MetricRead.Empty("the first reading", None)).Trouble);
    }

    [Fact]
    public void An_empty_answer_is_not_yet_data_and_does_not_make_had_data_unhad()
    {
        var empty = new MetricRead.Empty("the first reading", None);
        Assert.False(After(empty).HasData);
        Assert.True(After(Data, empty).HasData);
    }

    private static MetricState After(params MetricRead[] reads) => reads.Aggregate(MetricState.Unread, (state, read) => state.After(read));
}
