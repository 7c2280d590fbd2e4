using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Leasing;

/// <summary>When a lease may be taken, and what is written into it. Pure.</summary>
internal static class LeaseRules
{
    /// <summary>
    /// What was seen last, updated by what is seen now. Only a change restarts the count, and it restarts when the change is <em>seen</em>: times
    /// written by others into the lease are never compared with a clock of this machine.
    /// </summary>
    public static SeenLease See(SeenLease? before, Lease? now, long at)
    {
        if (before is not null && now is null && before.Holder is not null)
        {
            // It was deleted under its holder, who may not know it yet: its time runs on as if the lease were still there.
            return before with { Lease = before.Lease! with { Metadata = null } };
        }

        return before is not null && now?.Metadata?.ResourceVersion == before.Version && (now is null) == (before.Lease is null)
            ? before
            : new SeenLease(now, at);
    }

    /// <summary>How long to wait before the lease may be taken; zero: now.</summary>
    /// <param name="own">The duration that this process would promise; the holder's own, where longer, counts.</param>
    public static TimeSpan Until(SeenLease seen, string identity, TimeSpan own, TimeSpan sinceSeen)
    {
        if (seen.Holder is null || seen.Holder == identity)
        {
            return TimeSpan.Zero;
        }

        var promised = TimeSpan.FromSeconds(Math.Clamp(seen.Lease?.Spec?.LeaseDurationSeconds ?? 0, 0, 3600));
        var left = (promised > own ? promised : own) - sinceSeen;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The lease with this process as its holder.</summary>
    public static Lease Held(Lease? before, string identity, TimeSpan duration, DateTimeOffset now)
    {
        var spec = before?.Spec ?? new Lease.LeaseSpec();
        var stays = spec.HolderIdentity == identity;
        return (before ?? new Lease()) with
        {
            Spec = spec with
            {
                HolderIdentity = identity,
                LeaseDurationSeconds = (int)Math.Ceiling(duration.TotalSeconds),
                AcquireTime = stays ? spec.AcquireTime ?? now : now,
                RenewTime = now,
                LeaseTransitions = (spec.LeaseTransitions ?? 0) + (stays || before is null ? 0 : 1),
            },
        };
    }

    /// <summary>The lease as nobody's: whoever sees it may have it at once.</summary>
    public static Lease Released(Lease before, DateTimeOffset now) => before with
    {
        Spec = (before.Spec ?? new Lease.LeaseSpec()) with { HolderIdentity = "", LeaseDurationSeconds = 1, RenewTime = now },
    };
}
