using Rollout.Judge;

namespace Rollout.Planning.Tests.Building;

/// <summary>A rollout played pass by pass: what the planner orders is what the fleet then runs, unless the test says otherwise.</summary>
internal sealed class Story
{
    public Story(World? world = null) => World = world ?? A.World();

    public World World { get; set; }

    public Plan Plan { get; private set; } = null!;

    public Progress Now => World.Progress;

    public List<Happening> Happenings { get; } = [];

    /// <summary>What the judge says of whatever is on trial; null: as <see cref="World"/> has it.</summary>
    public Verdict? Verdict { get; set; } = Judge.Verdict.Insufficient;

    /// <summary>Whether orders reach the fleet.</summary>
    public bool Obeys { get; set; } = true;

    /// <summary>What is asked for, in full; null: releases are not noted.</summary>
    public AskedRelease? Asked { get; set; }

    public Story Wants(string revision) => Change(w => w with { WantedRevision = revision });

    public Story Change(Func<World, World> change)
    {
        World = change(World);
        return this;
    }

    public Story After(TimeSpan time) => Change(w => w with { Now = w.Now + time });

    public Story Orders(OrderKind kind, string? revision = null, string? author = "ada") =>
        Change(w => w with { Orders = [.. w.Orders, new Order(kind, revision, author, w.Now)] });

    /// <summary>One pass: observe, decide, record, act.</summary>
    public Story Pass()
    {
        if (Verdict is { } verdict)
        {
            World = World with { Judgement = A.View(Now.CanaryRevision, Now.Trial, verdict) };
        }

        Plan = Planner.Decide(World);
        if (Asked is not null)
        {
            Plan = Plan with { Next = ReleaseNoting.After(Now, Plan.Next, Asked, (World.Judgement as Observed<JudgeView>.Known)?.Value, World.Now) };
        }

        Happenings.AddRange(Plan.Happenings);
        World = World with { Progress = Plan.Next, Orders = [] };
        if (Obeys)
        {
            Obey();
        }

        return this;
    }

    /// <summary>A rollout of v2 whose first canary is warm and judged.</summary>
    public static Story Judged() => new Story().Settle().Wants("v2").Settle().After(TimeSpan.FromMinutes(2)).Settle();

    /// <summary>A rollout of v2 that was judged good and is on its way to every node, of which none obeys.</summary>
    public static Story Promoting()
    {
        var story = Judged().After(TimeSpan.FromMinutes(4));
        story.Verdict = Judge.Verdict.NoWorse;
        story.Settle().After(TimeSpan.FromMinutes(2)).Pass().Pass();
        story.Obeys = false;
        return story.Pass();
    }

    /// <summary>Changes what the fleet looks like, and keeps it so.</summary>
    public Story Fleet(Func<ObservedNode, ObservedNode> change, DeployFailure? failure = null)
    {
        Obeys = false;
        var nodes = ((Observed<FleetState>.Known)World.Fleet).Value.Nodes;
        return Change(w => w with { Fleet = new Observed<FleetState>.Known(new FleetState([.. nodes.Select(change)], failure)) });
    }

    /// <summary>The fleet cannot be seen.</summary>
    public Story Blind() => Change(w => w with { Fleet = new Observed<FleetState>.Unreadable("no route to host") });

    /// <summary>What the judge is heard to say, from now on.</summary>
    public Story Hears(Verdict? verdict)
    {
        Verdict = verdict;
        return this;
    }

    /// <summary>The probe on one node, from now on.</summary>
    public Story Probe(Func<string, ProbeState> state) =>
        Change(w => w with { Probes = [.. A.Names(10).Select(n => A.Reading(n, state(n)))] });

    /// <summary>Passes until one changes nothing.</summary>
    public Story Settle()
    {
        for (var i = 0; i < 20; i++)
        {
            var before = Now;
            if (Pass().Now == before)
            {
                return this;
            }
        }

        throw new InvalidOperationException($"Does not settle: {Now.Phase} {Now.Reason}");
    }

    private void Obey()
    {
        if (World.Fleet is not Observed<FleetState>.Known { Value: var fleet })
        {
            return;
        }

        World = World with { Fleet = new Observed<FleetState>.Known(Obedience.After(fleet, Plan.Effects)) };
    }
}
