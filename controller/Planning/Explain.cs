using System.Globalization;
using Rollout.Judge;

namespace Rollout.Planning;

/// <summary>Says in two to four plain sentences what is happening, why, and what it waits for, with the numbers of this moment.</summary>
public static class Explain
{
    /// <param name="world">With the progress that was recorded last (<see cref="Plan.Next"/>).</param>
    public static IReadOnlyList<string> Sentences(World world)
    {
        var progress = world.Progress;
        var sentences = new List<string> { Where(progress), Ended(progress.Message) };
        if (Seen(world, progress) is { } seen)
        {
            sentences.Add(seen);
        }

        if (Awaited(world, progress) is { } awaited)
        {
            sentences.Add(awaited);
        }

        return sentences;
    }

    private static string Where(Progress progress) => (progress.Before ?? progress.Phase) switch
    {
        Phase.Idle => progress.StableRevision is { } stable ? $"The fleet runs {stable} and nothing else is wanted."
            : "The fleet's version is not known yet.",
        Phase.Promoted => $"The fleet runs {progress.StableRevision}, which was promoted.",
        Phase.RolledBack =>
            $"The fleet runs {progress.StableRevision}; {Last(progress) ?? "what was wanted"} was taken back and is refused.",
        Phase.Waiting => progress.CanaryRevision is { } wanted ? $"{wanted} waits for its first canary."
            : "The fleet is not in a state to begin from.",
        Phase.Promoting => $"{progress.CanaryRevision} is going to every node.",
        Phase.RollingBack => $"Every node is going back to {progress.StableRevision}.",
        Phase.Starting or Phase.WarmingUp or Phase.Judging or Phase.Advancing or Phase.Held
            or Phase.Paused or Phase.Bypassed or Phase.Invalid => OnTrial(progress),
    };

    private static string? Last(Progress progress) => progress.Outcomes is [var last, ..] ? last.Revision : null;

    private static string OnTrial(Progress progress) =>
        $"{progress.CanaryRevision} is on {progress.CanaryNodes.Count} of {progress.Stage?.FleetNodes} nodes "
        + $"({Moves.Names(progress.CanaryNodes)}), stage {progress.Stage?.Index + 1}.";

    /// <summary>What was measured of the objective that is farthest from safe, or of the harmful one.</summary>
    private static string? Seen(World world, Progress progress)
    {
        var evidence = new EvidenceFacts(world, progress);
        if (progress.Stage is null || evidence.Judged.Count == 0)
        {
            return null;
        }

        var (spec, view) = evidence.Judged.OrderByDescending(m => m.View.Assessment.Verdict == Verdict.Worse)
            .ThenBy(m => m.View.Assessment.LogESafe - m.View.Assessment.SafeThreshold).First();
        var assessment = view.Assessment;
        if (assessment.Effect is null)
        {
            return null;
        }

        var measured = VerdictSentence.Measured(assessment, Accounts.Of(spec, view, progress.CanaryNodes, evidence.Span));
        var chance = assessment.Verdict == Verdict.Worse ? $"; chance of saying so without cause: {PlainFigures.Chance(assessment.LogEHarm)}" : "";
        return $"{measured}{chance}.";
    }

    private static string? Awaited(World world, Progress progress)
    {
        var evidence = new EvidenceFacts(world, progress);
        return progress.Phase switch
        {
            Phase.WarmingUp when progress.WarmUpUntil is { } until => $"It waits {Rough(until - world.Now)} more for the warm-up.",
            Phase.Judging or Phase.Held when evidence.NotYetSafe is { } metric => Evidence(world, progress, evidence, metric),
            Phase.Judging when progress.Reason == Reasons.MinimumDuration && progress.Stage?.ReadyAt is { } ready =>
                $"It waits {Rough(ready + Rules.EvidenceRules.Minimum(new Situation(world)) - world.Now)} more for the stage's minimum duration.",
            Phase.RolledBack => "It is tried again only when a person orders a retry.",
            Phase.Paused => "It goes on when it is resumed.",
            _ => null,
        };
    }

    private static string Evidence(World world, Progress progress, EvidenceFacts evidence, string metric)
    {
        var stage = Stages.Current(world.Spec, progress)!;
        var tolerance = stage.ToleranceOf(world.Spec.Metrics.First(m => m.Name == metric));
        var view = evidence.ViewOf(metric);
        var mostly = view?.RemainingMostly is { } most ? $" (within {Rough(most)} in 9 of 10 cases)" : "";
        var remaining = view?.Remaining is { } time ? $", about {Rough(time)} more if nothing is lost{mostly}" : "";
        var left = world.Spec.Deadline - progress.Stage!.Deadline.At(world.Now);
        var deadline = left > TimeSpan.Zero ? $"; the stage's deadline is in {Rough(left)}" : "";
        var loss = (tolerance * 100m).ToString("0.#", CultureInfo.InvariantCulture);
        return $"It waits until a loss of {loss} % in {metric} is excluded{remaining}{deadline}.";
    }

    private static string Rough(TimeSpan time) => time switch
    {
        { TotalMinutes: < 2 } => $"{Math.Max(0, Math.Ceiling(time.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture)} seconds",
        { TotalHours: < 3 } => $"{Math.Round(time.TotalMinutes).ToString("0", CultureInfo.InvariantCulture)} minutes",
        _ => $"{Math.Round(time.TotalHours, 1).ToString("0.#", CultureInfo.InvariantCulture)} hours",
    };

    private static string Ended(string sentence) => sentence.EndsWith('.') ? sentence : sentence + ".";
}
