using Rollout.Planning;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

public sealed class StatusProgressTests
{
    [Fact]
    public void A_published_status_is_told_as_the_loop_would_tell_it()
    {
        var status = StatusProgress.Read(A.Rollout().Status);
        var progress = StatusProgress.Of(status);
        Assert.Equal((Phase.Promoted, "v1", "AtRest", "The fleet runs v1"), (progress.Phase, progress.StableRevision, progress.Reason, progress.Message));
        Assert.Equal(("v1", OutcomeResult.Promoted), (progress.Outcomes[0].Revision, progress.Outcomes[0].Result));
        Assert.Equal("HarmProven", Assert.Single(progress.RefusedRevisions).Reason);
        Assert.Equal((ConditionTypes.Ready, ConditionStatus.True), (StatusProgress.Conditions(status)[0].Type, StatusProgress.Conditions(status)[0].Status));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"phase": "Dreaming"}""")]
    [InlineData("""{"phase": 7}""")]
    public void What_is_not_understood_is_shown_as_not_seen_yet(string status) =>
        Assert.Equal(Progress.Initial, StatusProgress.Of(StatusProgress.Read(A.Rollout(status: status).Status)));
}
