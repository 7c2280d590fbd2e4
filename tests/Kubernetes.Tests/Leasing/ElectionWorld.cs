using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Rollout.Kubernetes.Leasing;
using Rollout.Support;

namespace Rollout.Kubernetes.Tests.Leasing;

/// <summary>
/// Processes that want to lead, in one thread under a manual clock: everything that happens follows from the seed. Notes every moment at which
/// two of them worked as leader.
/// </summary>
internal sealed class ElectionWorld
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly ManualTime truth = new(Noon);
    private readonly Random chance;
    private readonly HashSet<string> working = [];
    private readonly List<Member> members = [];
    private TimeSpan led;

    public ElectionWorld(int seed) => chance = new Random(seed);

    public LeaseServer Server { get; init; } = new();

    /// <summary>Chance of each single thing that can go wrong with a request.</summary>
    public double Faults { get; init; } = 0.08;

    /// <summary>How long a leader's work takes to end once it is told to.</summary>
    public TimeSpan LongestDrain { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Clocks run at one over this to this times the true rate.</summary>
    public double RateSpread { get; init; } = 1.1;

    public List<string> Violations { get; } = [];

    public List<TimeSpan> Gaps { get; } = [];

    public int Terms { get; private set; }

    public int FaultsPlanted { get; private set; }

    public double ShareLed(TimeSpan of) => led / of;

    public void Run(int processes, TimeSpan span, bool disturb)
    {
        Alone(() =>
        {
            for (var i = 0; i < processes; i++)
            {
                members.Add(Start(i));
            }

            var (step, gap) = (TimeSpan.FromMilliseconds(100), TimeSpan.Zero);
            for (var at = TimeSpan.Zero; at < span; at += step)
            {
                truth.Advance(step);
                Look();
                gap = working.Count > 0 ? Close(gap) : gap + step;
                led += working.Count > 0 ? step : TimeSpan.Zero;
                if (disturb)
                {
                    Disturb();
                }
            }
        });
    }

    public void Kill() => Alone(() => Crash(members.FindIndex(member => working.Contains(member.Identity))));

    public void Stop() => Alone(() => members.First(member => working.Contains(member.Identity)).Stop.Cancel());

    /// <summary>A person writes another holder into the lease.</summary>
    public void Usurp() => Alone(() => Server.Replace(Server.Current! with { Spec = Server.Current.Spec! with { HolderIdentity = "somebody" } }));

    public bool AnybodyWorks => working.Count > 0;

    /// <summary>Without a context to post to, every continuation runs where its cause did: in this one thread.</summary>
    public static void Alone(Action act)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            act();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private TimeSpan Close(TimeSpan gap)
    {
        if (gap > TimeSpan.Zero)
        {
            Gaps.Add(gap);
        }

        return TimeSpan.Zero;
    }

    private void Look()
    {
        var claims = members.Where(member => !member.Dead && member.Elector.IsLeader).Select(member => member.Identity).ToList();
        if (claims.Count > 1)
        {
            Violations.Add($"{truth.GetUtcNow() - Noon}: {string.Join(" and ", claims)} say that they lead");
        }
    }

    private Member Start(int number)
    {
        var rate = Math.Pow(RateSpread, (chance.NextDouble() * 2) - 1);
        var time = new SkewedTime(truth, TimeSpan.FromHours(chance.Next(-48, 48)), rate);
        var store = new UnreliableStore(Server, truth, new Random(chance.Next()), Faults, () => FaultsPlanted++);
        var identity = string.Create(CultureInfo.InvariantCulture, $"p{number}-{chance.Next(1_000_000)}");
        var options = new LeaseOptions { Identity = identity, Seed = chance.Next() };
        var member = new Member(identity, number, store, new LeaderElector(store, options, time, NullLogger.Instance));
        _ = TermsAsync(member);
        return member;
    }

    private async Task TermsAsync(Member member)
    {
        while (!member.Stop.IsCancellationRequested && !member.Dead)
        {
            await member.Elector.RunTermAsync(token => WorkAsync(member, token), member.Stop.Token);
            if (working.Contains(member.Identity))
            {
                Violations.Add($"{member.Identity} reported the end of its term before its work had ended");
            }
        }
    }

    private async Task WorkAsync(Member member, CancellationToken told)
    {
        Terms++;
        Begin(member);
        await truth.PassAsync(Timeout.InfiniteTimeSpan, told);
        await truth.PassAsync(LongestDrain * chance.NextDouble(), CancellationToken.None);
        working.Remove(member.Identity);
    }

    private void Begin(Member member)
    {
        if (member.Dead)
        {
            return;
        }

        working.Add(member.Identity);
        if (working.Count > 1)
        {
            Violations.Add($"{truth.GetUtcNow() - Noon}: {string.Join(" and ", working)} lead");
        }
    }

    /// <summary>Now and then a process crashes, is stopped, loses its network for a while; the lease is touched or deleted by hand.</summary>
    private void Disturb()
    {
        var at = chance.Next(members.Count);
        switch (chance.Next(2000))
        {
            case 0 or 1 or 2:
                Crash(at);
                members[at] = Start(at);
                break;
            case 3 or 4 or 5:
                members[at].Stop.Cancel();
                members[at] = Start(at);
                break;
            case < 12:
                _ = CutAsync(members[at]);
                break;
            case 12 or 13 when Server.Current is not null:
                Server.Touch();
                break;
        }
    }

    private void Crash(int at)
    {
        // What it sent before goes on its way; nothing else of it happens.
        members[at].Dead = true;
        members[at].Store.CutOff = true;
        working.Remove(members[at].Identity);
    }

    private async Task CutAsync(Member member)
    {
        member.Store.CutOff = true;
        await truth.PassAsync(TimeSpan.FromSeconds(chance.NextDouble() * 40), CancellationToken.None);
        member.Store.CutOff = member.Dead;
    }

    private sealed class Member(string identity, int number, UnreliableStore store, LeaderElector elector)
    {
        public string Identity { get; } = identity;

        public int Number { get; } = number;

        public UnreliableStore Store { get; } = store;

        public LeaderElector Elector { get; } = elector;

        public CancellationTokenSource Stop { get; } = new();

        public bool Dead { get; set; }
    }
}
