using System.Globalization;
using Rollout.Server.Client;
using static Rollout.Server.Client.RolloutProgress;

namespace Rollout.Demo.Terminal;

/// <summary>A rollout in one line.</summary>
public static class StatusLine
{
    public static string Of(RolloutSeen rollout)
    {
        var status = rollout.Status;
        var parts = new List<string>
        {
            Headline(status),
        };
        if (StageOf(status) is { } stage)
        {
            parts.Add(stage);
        }

        var fleet = (status.Nodes ?? []).Where(n => n.PerMinute is not null).ToList();
        if (fleet.Count > 0)
        {
            parts.Add($"{Wording.Whole(fleet.Sum(n => n.PerMinute))} a minute on {Wording.Nodes(fleet.Count)}");
        }

        if (status.CanaryRevision is not null && ObjectiveOf(status) is { } metric)
        {
            parts.Add(Wording.Effect(metric));
            parts.Add(Wording.Evidence(metric));
        }

        if (status.Forecast?.Text is { Length: > 0 } forecast)
        {
            parts.Add(forecast);
        }

        return string.Join("; ", parts);
    }

    /// <summary>Where it is and which versions run.</summary>
    public static string Headline(RolloutProgress status) => status.CanaryRevision is { } canary
        ? $"{status.Phase} {canary} beside {status.StableRevision}"
        : $"{status.Phase} on {status.StableRevision ?? Wording.Unknown}";

    /// <summary>The first objective's figures, if there are any.</summary>
    public static MetricSeen? ObjectiveOf(RolloutProgress status) =>
        (status.Verdict?.Metrics ?? []).FirstOrDefault(m => m.Role is null or "Objective");

    /// <summary>Which of the stages it is in.</summary>
    public static string? StageOf(RolloutProgress status) => status.Stage is { } stage
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"stage {stage.Index + 1}{(status.Stages is { Count: > 0 } all ? $" of {all.Count}" : "")} ({Wording.Nodes(stage.Nodes)})")
        : null;
}
