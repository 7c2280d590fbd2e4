using Rollout.Api.Resources;
using Rollout.Planning;
using Rollout.Probes;

namespace Rollout.Server.Operator.Monitoring;

/// <summary>What the status of an AcceptanceProbe should say. Pure.</summary>
public static class ProbeStatuses
{
    /// <summary>The condition of the results; <c>Ready</c> is the other one.</summary>
    public const string PassingType = "Passing";

    public const string Valid = nameof(Valid);
    public const string AllPass = nameof(AllPass);
    public const string SomeFail = nameof(SomeFail);
    public const string NoResult = nameof(NoResult);

    private const string True = nameof(True);
    private const string False = nameof(False);
    private const string Unknown = nameof(Unknown);

    /// <param name="probe">With where it runs.</param>
    /// <param name="standings">How it stands, wherever it runs; empty: not known.</param>
    /// <param name="last">As it was published, by whichever controller; null: never.</param>
    /// <param name="began">Since when this process runs probes: what it has not asked yet is as the one before said.</param>
    /// <param name="now">The clock.</param>
    /// <param name="spacing">Two writes lie so far apart, but for a spec that changed and for the very first results.</param>
    /// <returns>Null: nothing is to be written now.</returns>
    public static ProbeStatus? Due(MonitoredProbe probe, IReadOnlyList<ProbeStanding> standings, ProbeStatus? last, DateTimeOffset began, DateTimeOffset now, TimeSpan spacing)
    {
        var isNew = last is null || last.ObservedGeneration != probe.Snapshot.Metadata?.Generation;
        var isFirst = standings.Count > 0 && last is { Results.Count: 0 } && IsKnown(standings);
        if (!isNew && !isFirst && last!.AsOf is { } asOf && now - asOf < spacing)
        {
            return null;
        }

        // Soon after the change of hands the results of before stand until every node was asked.
        var isEarly = !IsKnown(standings) && now - began < spacing;
        var next = Whole(probe, isEarly && isNew ? [] : standings, isEarly && !isNew ? last : null, last, now);
        return last is not null && Same(last, next) ? null : next;
    }

    private static ProbeStatus Whole(MonitoredProbe probe, IReadOnlyList<ProbeStanding> standings, ProbeStatus? kept, ProbeStatus? last, DateTimeOffset now)
    {
        var generation = probe.Snapshot.Metadata?.Generation;
        var results = standings.Select(s => Result(s, last)).ToList();
        var ready = Ready(probe, generation, last, now);
        var runs = probe.Trouble?.Reason is null or MonitorPlan.TargetUnknown;
        if (kept is not null && runs)
        {
            return kept with { ObservedGeneration = generation, AsOf = now, Conditions = [ready, .. kept.Conditions.Where(c => c.Type == PassingType)] };
        }

        if (!runs || results.Count == 0)
        {
            return new ProbeStatus { ObservedGeneration = generation, AsOf = now, Conditions = [ready] };
        }

        return new ProbeStatus
        {
            ObservedGeneration = generation,
            AsOf = now,
            Conditions = [ready, Passing(results, generation, last, now)],
            Nodes = results.Count,
            Passing = results.Count(r => r.State == nameof(ProbeHealth.Passing)),
            Failing = results.Count(r => r.State == nameof(ProbeHealth.Failing)),
            Results = [.. results.OrderBy(r => Place(r.State)).ThenBy(r => r.Node, StringComparer.Ordinal).Take(ProbeStatus.MostResults)],
        };
    }

    private static ConditionEntry Ready(MonitoredProbe probe, long? generation, ProbeStatus? last, DateTimeOffset now) => probe.Trouble is { } trouble
        ? Condition(ConditionTypes.Ready, False, trouble.Reason, trouble.Message, generation, last, now)
        : Condition(ConditionTypes.Ready, True, Valid, probe.Rollouts.Count == 0 ? "The probe is valid and runs" + (probe.Idle is { } idle ? $" at its own target: {idle}" : "")
            : $"The probe is valid and runs with {string.Join(", ", probe.Rollouts.Order(StringComparer.Ordinal).Take(10).Select(r => $"StaggeredRollout {r}"))}", generation, last, now);

    private static ConditionEntry Passing(List<ProbeResultStatus> results, long? generation, ProbeStatus? last, DateTimeOffset now)
    {
        var failing = results.Where(r => r.State == nameof(ProbeHealth.Failing)).ToList();
        var unknown = results.Where(r => r.State == Unknown).ToList();
        var (status, reason, message) = failing.Count > 0 ? (False, SomeFail, $"It fails on {failing.Count} of {results.Count}: {failing[0].Node}: {failing[0].Message}")
            : unknown.Count > 0 ? (Unknown, NoResult, $"Nothing is known of {unknown.Count} of {results.Count}: {unknown[0].Node}: {unknown[0].Message ?? "no run yet"}")
            : (True, AllPass, $"It passes on {results.Count} of {results.Count}");
        return Condition(PassingType, status, reason, message, generation, last, now);
    }

    /// <summary>A row of failures that has only begun, or a node that was not asked yet, is as it was.</summary>
    private static ProbeResultStatus Result(ProbeStanding standing, ProbeStatus? last)
    {
        var before = standing is { Health: ProbeHealth.Unknown, Trouble: null } && (standing.LastRun is null || standing.ConsecutiveFailures > 0)
            ? last?.Results.FirstOrDefault(r => r.Node == standing.Node) : null;
        var message = standing.Trouble ?? standing.Failure?.ToString() ?? before?.Message;
        return new ProbeResultStatus
        {
            Node = standing.Node,
            State = standing.Health != ProbeHealth.Unknown ? standing.Health.ToString() : before?.State ?? Unknown,
            At = standing.LastRun ?? before?.At,
            Message = message is { Length: > ProbeResultStatus.MostText } ? message[..(ProbeResultStatus.MostText - 1)] + "…" : message,
        };
    }

    private static bool IsKnown(IReadOnlyList<ProbeStanding> standings) => standings.Count > 0 && standings.All(s => s.LastRun is not null || s.Trouble is not null);

    private static int Place(string state) => state switch { nameof(ProbeHealth.Failing) => 0, Unknown => 1, _ => 2 };

    private static ConditionEntry Condition(string type, string status, string reason, string message, long? generation, ProbeStatus? last, DateTimeOffset now) => new()
    {
        Type = type, Status = status, Reason = reason, ObservedGeneration = generation,
        Message = message.Length <= ConditionEntry.MostMessage ? message : message[..(ConditionEntry.MostMessage - 1)] + "…",
        LastTransitionTime = last?.Conditions?.FirstOrDefault(c => c.Type == type) is { } before && before.Status == status ? before.LastTransitionTime : now,
    };

    /// <summary>Apart from when: a run more that says the same is no change.</summary>
    private static bool Same(ProbeStatus one, ProbeStatus other) =>
        one.ObservedGeneration == other.ObservedGeneration && one.Nodes == other.Nodes && one.Passing == other.Passing && one.Failing == other.Failing
        && (one.Conditions ?? []).Select(c => (c.Type, c.Status, c.Reason, c.Message)).SequenceEqual(other.Conditions.Select(c => (c.Type, c.Status, c.Reason, c.Message)))
        && (one.Results ?? []).Select(r => (r.Node, r.State, r.Message)).SequenceEqual(other.Results.Select(r => (r.Node, r.State, r.Message)));
}
