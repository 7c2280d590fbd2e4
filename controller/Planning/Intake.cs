using Rollout.Planning.Alerts;

namespace Rollout.Planning;

/// <summary>What a pass notes before any rule is asked: pauses, resumes, and harm that is proven now and stays proven.</summary>
internal sealed record Intake(Progress Progress, ValueList<OrderAnswer> Answers, ValueList<Happening> Happenings)
{
    /// <summary>What there is to tell of alerts: before what they bring about.</summary>
    public IReadOnlyList<Happening> Alerts { get; private init; } = [];

    public static Intake Of(World world, EvidenceFacts evidence)
    {
        var (progress, alerts) = AlertBook.Take(world, world.Progress);
        var answers = new List<OrderAnswer>();
        var happenings = new List<Happening>();
        foreach (var order in world.Orders.Where(o => o.Kind is OrderKind.Pause or OrderKind.Resume))
        {
            (progress, var answer) = Take(order, world, progress);
            answers.Add(answer);
        }

        foreach (var order in world.Orders.Where(o => AbortsWanted(o, world, progress)))
        {
            progress = progress.NeverBegun(world.WantedRevision!, order, world.Now);
            answers.Add(new OrderAnswer(order, null));
        }

        if (evidence.Harm is { } harm && progress is { Harm: null, WayBack: null })
        {
            progress = progress with { Harm = new HarmRecord(harm.Metric, harm.What, world.Now) };
            if (WhyNotActedUpon(world, progress) is { } why)
            {
                happenings.Add(new Happening(
                    world.Now, progress.CanaryRevision, Reasons.HarmNotActedUpon,
                        $"Harm is proven but not acted upon, {why}: {harm.What}", Severity.Warning));
            }
        }

        return new Intake(progress, ValueList.From(answers), ValueList.From(happenings)) { Alerts = alerts };
    }

    private static (Progress, OrderAnswer) Take(Order order, World world, Progress progress)
    {
        if (order.Revision is { } named && named != progress.CanaryRevision && named != world.WantedRevision)
        {
            return (progress, new OrderAnswer(order, $"{named} is neither on trial nor wanted"));
        }

        if (order.Kind == OrderKind.Pause)
        {
            return (progress.PausedByOrder is null ? progress with { PausedByOrder = new PauseRecord(order.Author, order.At) } : progress,
                new OrderAnswer(order, null));
        }

        progress = AlertBook.Overruled(progress, world.Spec, order.By);
        return world.Spec.Paused
            ? (progress with { PausedByOrder = null }, new OrderAnswer(order, "the spec itself says paused: set spec.paused to false"))
            : (progress with { PausedByOrder = null }, new OrderAnswer(order, null));
    }

    /// <summary>An abort of what is wanted but was not begun, so that it does not begin afterwards.</summary>
    private static bool AbortsWanted(Order order, World world, Progress progress) =>
        order.Kind == OrderKind.Abort && progress.StableRevision is { } stable && world.WantedRevision is { } wanted
        && wanted != stable && wanted != progress.CanaryRevision && progress.RefusalOf(wanted) is null
        && (order.Revision == wanted || (order.Revision is null && progress.Phase.IsSettled()));

    private static string? WhyNotActedUpon(World world, Progress progress) =>
        progress.PromotedBy is { } person ? $"{person} promoted by hand"
        : progress.PausedByOrder is not null || world.Spec.Paused ? "the rollout is paused"
        : null;
}
