using Rollout.Kubernetes.Leasing;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Tests.Leasing;

public class LeaseRulesTests
{
    private static readonly TimeSpan Own = TimeSpan.FromSeconds(15);
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Only_a_change_restarts_the_count_whatever_times_are_written_in_it()
    {
        var first = LeaseRules.See(null, Lease("a", "1"), at: 100);
        Assert.Equal(100, first.Since);
        var same = Lease("a", "1");
        Assert.Same(first, LeaseRules.See(first, same with { Spec = same.Spec! with { RenewTime = Now.AddYears(1) } }, at: 200));
        Assert.Equal(300, LeaseRules.See(first, Lease("a", "2"), at: 300).Since);
    }

    [Fact]
    public void A_lease_that_is_deleted_under_its_holder_is_held_for_the_rest_of_its_time()
    {
        var held = LeaseRules.See(null, Lease("a", "1"), at: 100);
        var gone = LeaseRules.See(held, null, at: 200);
        Assert.Equal(("a", 100L), (gone.Holder, gone.Since));
        Assert.Equal(TimeSpan.FromSeconds(5), LeaseRules.Until(gone, "b", Own, TimeSpan.FromSeconds(10)));
        Assert.Equal(gone, LeaseRules.See(gone, null, at: 300));
        Assert.Equal(400, LeaseRules.See(gone, Lease("c", "7"), at: 400).Since);
    }

    [Fact]
    public void A_lease_that_never_was_and_one_that_was_given_back_are_free_at_once()
    {
        Assert.Equal(TimeSpan.Zero, LeaseRules.Until(LeaseRules.See(null, null, 0), "b", Own, TimeSpan.Zero));
        var released = LeaseRules.Released(Lease("a", "1"), Now);
        Assert.Equal(("", 1), (released.Spec!.HolderIdentity, released.Spec.LeaseDurationSeconds));
        Assert.Equal(TimeSpan.Zero, LeaseRules.Until(new SeenLease(released, 0), "b", Own, TimeSpan.Zero));
        Assert.Null(LeaseRules.See(new SeenLease(released, 0), null, 5).Lease);
    }

    [Theory]
    [InlineData(null, 15)]
    [InlineData(5, 15)]
    [InlineData(60, 60)]
    [InlineData(-3, 15)]
    [InlineData(int.MaxValue, 3600)]
    public void The_longer_of_the_holders_duration_and_our_own_counts_within_reason(int? promised, int seconds)
    {
        var lease = Lease("a", "1");
        var seen = new SeenLease(lease with { Spec = lease.Spec! with { LeaseDurationSeconds = promised } }, 0);
        Assert.Equal(TimeSpan.FromSeconds(seconds), LeaseRules.Until(seen, "b", Own, TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, LeaseRules.Until(seen, "b", Own, TimeSpan.FromSeconds(seconds)));
        Assert.Equal(TimeSpan.Zero, LeaseRules.Until(seen, "a", Own, TimeSpan.Zero));
    }

    [Fact]
    public void A_new_holder_is_counted_as_a_transition_and_a_renewal_is_not()
    {
        var created = LeaseRules.Held(null, "a", Own, Now);
        Assert.Equal(("a", 15, 0, Now, Now), Parts(created));
        var renewed = LeaseRules.Held(created, "a", Own, Now.AddSeconds(2));
        Assert.Equal(("a", 15, 0, Now, Now.AddSeconds(2)), Parts(renewed));
        var taken = LeaseRules.Held(renewed, "b", TimeSpan.FromSeconds(15.2), Now.AddSeconds(30));
        Assert.Equal(("b", 16, 1, Now.AddSeconds(30), Now.AddSeconds(30)), Parts(taken));
    }

    private static (string?, int?, int?, DateTimeOffset?, DateTimeOffset?) Parts(Lease lease) =>
        (lease.Spec!.HolderIdentity, lease.Spec.LeaseDurationSeconds, lease.Spec.LeaseTransitions, lease.Spec.AcquireTime, lease.Spec.RenewTime);

    private static Lease Lease(string holder, string version) => new()
    {
        Metadata = new ObjectMeta { Name = "lead", ResourceVersion = version },
        Spec = new Lease.LeaseSpec { HolderIdentity = holder, LeaseDurationSeconds = 15 },
    };
}
