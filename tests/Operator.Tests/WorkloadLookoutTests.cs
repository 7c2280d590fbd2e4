using Rollout.Fleets;
using Rollout.Fleets.Kubernetes;
using Rollout.Planning;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

public sealed class WorkloadLookoutTests
{
    [Fact]
    public async Task A_look_from_before_the_published_status_is_none_and_the_server_is_asked()
    {
        var newest = new SeenFleet(A.Seen("v2") with { WorkloadGeneration = 13 });
        var look = await Lookout(new SeenFleet(A.Seen() with { WorkloadGeneration = 11 }), newest, published: 12).LookAsync(default);
        Assert.Equal(("v2", 1), (look.WantedRevision, newest.Looks));
    }

    /// <summary>A workload that was deleted and made anew counts from one again.</summary>
    [Fact]
    public async Task What_the_server_says_itself_is_believed_though_its_generation_is_lower()
    {
        var anew = A.Seen("v1") with { WorkloadGeneration = 1 };
        var lookout = Lookout(new SeenFleet(anew), new SeenFleet(anew), published: 12);
        Assert.Equal("v1", (await lookout.LookAsync(default)).WantedRevision);
        Assert.True((await lookout.LookAsync(default)).IsUnpublished);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    public async Task A_look_that_is_no_older_costs_no_question(long generation)
    {
        var newest = new SeenFleet(A.Seen("v2"));
        var look = await Lookout(new SeenFleet(A.Seen() with { WorkloadGeneration = generation }), newest, published: 12).LookAsync(default);
        Assert.Equal(("v1", 0), (look.WantedRevision, newest.Looks));
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    public async Task It_is_not_held_yet_while_it_is_open_and_something_is_left_to_be_done(bool open, bool everywhere, bool notYet)
    {
        var look = await Lookout(new SeenFleet(A.Seen() with { IsOpen = open }) { IsEverywhere = everywhere }, null, published: 12).LookAsync(default);
        Assert.Equal(notYet, look.NotYetHeld is not null);
    }

    private static WorkloadLookout Lookout(IWorkloadFleet fleet, IWorkloadFleet? newest, long published) => new(fleet)
    {
        Rollout = A.Rollout(), Resolved = A.Resolved(), Newest = newest, Published = (3, published),
    };

    private sealed class SeenFleet(WorkloadObservation seen) : IWorkloadFleet
    {
        public int Looks { get; private set; }

        public bool IsEverywhere { get; init; }

        public ValueTask<Observed<WorkloadObservation>> LookAsync(CancellationToken cancellationToken)
        {
            Looks++;
            return ValueTask.FromResult<Observed<WorkloadObservation>>(new Observed<WorkloadObservation>.Known(seen));
        }

        public ValueTask<bool> IsEverywhereAsync(string revision, CancellationToken cancellationToken) => ValueTask.FromResult(IsEverywhere);

        public ValueTask<Observed<FleetState>> ObserveAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<EnsureResult> EnsureCanariesAsync(string revision, string stable, IReadOnlyList<string> canaries, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<EnsureResult> EnsureEverywhereAsync(string revision, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<EnsureResult> EnsureStillAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<EnsureResult> ReleaseAsync(bool orphan, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
