using Rollout.Server.Access;
using Rollout.Server.Http;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

public sealed class ClusterAccessTests
{
    private static readonly AccessDemand Rollout = new("patch", "staggered.dev", "staggeredrollouts", "", "store", "shop");
    private static readonly AccessDemand Workload = new("patch", "apps", "deployments", "", "store", "shop");

    [Theory]
    [InlineData(OrderVerb.Pause)]
    [InlineData(OrderVerb.Resume)]
    [InlineData(OrderVerb.Promote)]
    [InlineData(OrderVerb.Abort)]
    [InlineData(OrderVerb.Retry)]
    public async Task An_order_needs_what_writing_it_with_kubectl_needs_of_that_rollout_alone(OrderVerb verb) =>
        Assert.Equal([Rollout], await DemandsAsync(verb, hasWorkload: true));

    [Fact]
    public async Task New_images_need_the_right_to_the_workload_too() => Assert.Equal([Rollout, Workload], await DemandsAsync(OrderVerb.Start, hasWorkload: true));

    [Fact]
    public async Task A_rollout_without_a_workload_has_none_to_ask_for() => Assert.Equal([Rollout], await DemandsAsync(OrderVerb.Start, hasWorkload: false));

    [Fact]
    public async Task Every_answer_of_the_cluster_has_its_status_and_nothing_is_allowed_for_want_of_one()
    {
        Assert.Equal(new AccessAnswer.Allowed("jane"), await AnswerAsync(new GuardAnswer.Allowed("jane")));
        Assert.Equal(new AccessAnswer.Refused(401, "no token", "send one"), await AnswerAsync(new GuardAnswer.Unknown("no token", "send one")));
        Assert.Equal(new AccessAnswer.Refused(403, "may not", "ask for it"), await AnswerAsync(new GuardAnswer.Forbidden("may not", "ask for it")));
        Assert.Equal(503, Assert.IsType<AccessAnswer.Refused>(await AnswerAsync(new GuardAnswer.Unavailable("the server is away"))).Status);
    }

    private static async Task<IReadOnlyList<AccessDemand>> DemandsAsync(OrderVerb verb, bool hasWorkload)
    {
        var guard = new Guard(new GuardAnswer.Allowed("jane"));
        var access = new ClusterAccess(guard, key => hasWorkload && key.Name == "shop" ? A.Resolved().Target : null);
        await access.ReviewAsync("Bearer x", new AccessWish(verb, "store", "shop"), "127.0.0.1", default);
        return guard.Asked;
    }

    private static ValueTask<AccessAnswer> AnswerAsync(GuardAnswer answer) =>
        new ClusterAccess(new Guard(answer), _ => null).ReviewAsync("Bearer x", new AccessWish(OrderVerb.Pause, "store", "shop"), "127.0.0.1", default);

    private sealed class Guard(GuardAnswer answer) : ICallGuard
    {
        public IReadOnlyList<AccessDemand> Asked { get; private set; } = [];

        public ValueTask<GuardAnswer> AskAsync(string? authorization, IReadOnlyList<AccessDemand> demands, CancellationToken cancellationToken)
        {
            Asked = demands;
            return ValueTask.FromResult(answer);
        }
    }
}
