using Rollout.Planning.Notices;

namespace Rollout.Planning;

/// <summary>Makes a plan of a decision: times, clocks, level, answers, what to announce. Decides nothing.</summary>
internal static class Finishing
{
    public static Plan Of(Situation s, Move move)
    {
        var before = s.World.Progress;
        var next = Clocked(s, move.Next);
        var moved = next.Phase != before.Phase;
        next = next with { Since = moved || before.Since is null ? s.Now : before.Since };
        next = WideningBook.Of(s.World, next);
        (next, var untold) = NoticeBook.Of(s.World, next);
        var answers = ValueList.From(s.Intake.Answers.Concat(Answers(s, move, next)));
        return new Plan
        {
            Next = next,
            Effects = [Level.Of(next)],
            RecheckAfter = moved ? TimeSpan.Zero : Recheck.After(next, s.Spec, s.Now),
            Happenings =
            [
                .. s.Intake.Alerts, .. Announced(s, move, before, next), .. Declared(s, before, next), .. WideningBook.Told(s, before, next),
                .. s.Intake.Happenings, .. Noted(s, answers), .. untold,
            ],
            Orders = answers,
            Evidence = next.Trial == before.Trial ? EvidenceAction.Keep : EvidenceAction.BeginAfresh,
        };
    }

    /// <summary>Sets every clock running or standing by where the rollout now is; the time until now belongs to where it was.</summary>
    private static Progress Clocked(Situation s, Progress next)
    {
        var away = next.Phase.Judges() && (s.Evidence.OutOfReach is not null || s.Evidence.Unavailable is not null);
        var seen = s.Fleet is not null;
        return next with
        {
            UnavailableSince = away ? s.Recorded.UnavailableSince ?? s.Now : null,
            Stage = next.Stage is { } stage
                ? stage with
                {
                    Deadline = stage.Deadline.Set(
                        next.Phase.HoldsCanaries() && seen && !away && next.Reason != Reasons.NoCapacity, s.Now),
                    Startup = stage.Startup.Set(
                        next.Phase == Phase.Starting && seen && next.Reason is not (Reasons.CanaryLeak or Reasons.StrayRevision), s.Now),
                }
                : null,
        };
    }

    private static IEnumerable<OrderAnswer> Answers(Situation s, Move move, Progress next) =>
        s.World.Orders
            .Where(o => o.Kind is not (OrderKind.Pause or OrderKind.Resume) && s.Intake.Answers.All(a => a.Order != o))
            .Select(o => new OrderAnswer(o, o == move.CarriesOut ? null : OrderNotes.Of(o, s, next)));

    private static IEnumerable<Happening> Announced(Situation s, Move move, Progress before, Progress next)
    {
        if (next.Phase == before.Phase && next.Reason == before.Reason)
        {
            yield break;
        }

        var revision = next.CanaryRevision ?? before.CanaryRevision ?? before.WayBack?.Revision ?? next.StableRevision;
        yield return before.Phase == Phase.RollingBack && next.Phase.IsSettled()
            ? new Happening(s.Now, revision, Reasons.WayBackOver,
                $"{before.WayBack?.Revision} is off the fleet; the nodes run {next.StableRevision}", Severity.Normal)
            : new Happening(s.Now, revision, next.Reason, next.Message, Reasons.SeverityOf(next.Reason), By(s, move, next));
    }

    /// <summary>Who brought it about; null: the controller itself, by its rules.</summary>
    private static string? By(Situation s, Move move, Progress next) => next.Reason switch
    {
        _ when move.CarriesOut is { } order => order.Author,
        Reasons.PausedByOwner => next.PausedByOrder?.By,
        Reasons.Resumed => s.World.Orders.FirstOrDefault(o => o.Kind == OrderKind.Resume)?.Author,
        Reasons.RevisionWanted or Reasons.RevisionWithdrawn or Reasons.RevisionSuperseded => s.World.WantedBy,
        _ => null,
    };

    /// <summary>Whoever reads the API is told before the first canary: the revision is only just taken up.</summary>
    private static IEnumerable<Happening> Declared(Situation s, Progress before, Progress next)
    {
        if (next.DeclaredBreaks.Count > 0 && (before.CanaryRevision != next.CanaryRevision || before.StartedAt != next.StartedAt))
        {
            yield return new Happening(s.Now, next.CanaryRevision, Reasons.ApiBreaksDeclared,
                $"{next.CanaryRevision} declares that it breaks its API at {Moves.Names(next.DeclaredBreaks)}: there it may answer otherwise than stable, "
                + "and no contract check fails it",
                Severity.Warning);
        }
    }

    private static IEnumerable<Happening> Noted(Situation s, ValueList<OrderAnswer> answers) => answers
        .Where(a => a.Note is not null)
        .Select(a =>
            new Happening(s.Now, a.Order.Revision, Reasons.OrderNotCarriedOut, $"{a.Order.By} ordered {a.Order.Kind}: {a.Note}",
            Severity.Warning, a.Order.Author));
}
