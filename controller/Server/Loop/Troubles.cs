using System.Globalization;
using Rollout.Planning;

namespace Rollout.Server.Loop;

/// <summary>What is the matter besides the rollout itself, and what of it is to be announced. Pure.</summary>
public static class Troubles
{
    /// <param name="level">The level that was not reached; null where all is well.</param>
    /// <param name="countedUntil">The latest moment that readings were taken or counted for.</param>
    /// <param name="bucket">A clock that goes back by less than this is no news.</param>
    /// <param name="before">Those of the pass before.</param>
    /// <param name="now">Of this pass.</param>
    public static IReadOnlyList<Trouble> Of(
        LevelFailure? level, DateTimeOffset? countedUntil, TimeSpan bucket, IReadOnlyList<Trouble> before, DateTimeOffset now)
    {
        var troubles = new List<Trouble>();
        if (level is not null)
        {
            troubles.Add(new Trouble(Reasons.LevelNotReached, level.About, level.Message, level.Since));
        }

        if (countedUntil is { } until && until - now > bucket)
        {
            var time = until.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            var since = before.FirstOrDefault(t => t.Reason == Reasons.ClockSetBack)?.Since ?? now;
            troubles.Add(new Trouble(Reasons.ClockSetBack, "",
                $"The clock was set back: readings up to {time} UTC are counted already, and none is counted twice, so none counts until then", since));
        }

        return troubles;
    }

    /// <summary>Each annotation that is not understood, with its place and the mend.</summary>
    public static IEnumerable<Trouble> OfAnnotations(World world, IReadOnlyList<Trouble> before) => world.AnnotationProblems.Select(p => p.ToString()).Distinct(StringComparer.Ordinal)
        .Select(text => before.FirstOrDefault(t => t.Reason == Reasons.AnnotationInvalid && t.About == text) ?? new Trouble(Reasons.AnnotationInvalid, text, text, world.Now));

    /// <summary>Those that were not there before. What the plan says by itself is not said twice.</summary>
    public static IEnumerable<Happening> News(IReadOnlyList<Trouble> before, IReadOnlyList<Trouble> troubles, Plan plan, DateTimeOffset now) => troubles
        .Where(t => !before.Any(b => b.Reason == t.Reason && b.About == t.About))
        .Where(t => t.Reason != Reasons.LevelNotReached || plan.Reason is not (Reasons.DeployFailed or Reasons.PromotionFailsOnNode or Reasons.WayBackStuck))
        .Select(t => new Happening(now, plan.Next.CanaryRevision, t.Reason, t.Message, Reasons.SeverityOf(t.Reason)));
}
