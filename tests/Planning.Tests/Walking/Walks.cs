using System.Collections.Concurrent;
using Rollout.Api;

namespace Rollout.Planning.Tests.Walking;

/// <summary>The walks of the true planner, each made once for all tests that need it.</summary>
internal static class Walks
{
    private static readonly ConcurrentDictionary<(InsufficientPolicy, UnavailablePolicy), Lazy<Walk>> Made = new();

    public static Walk Of(InsufficientPolicy insufficient, UnavailablePolicy unavailable) =>
        Made.GetOrAdd((insufficient, unavailable), key => new Lazy<Walk>(() =>
            new Walk(Planner.Decide, Worlds.Spec(key.Item1, key.Item2), Invariants.OfAStep,
                Invariants.OfAPlan).Everywhere(Inputs.Singles))).Value;

    /// <summary>One state of every kind: phases, stages, leave, proof, and clocks run out or not.</summary>
    public static IReadOnlyList<Progress> Kinds(Walk walk) =>
        [.. walk.States.GroupBy(s =>
            (s.Phase, s.Before, s.Stage?.Nodes, s.Grant, s.PromotedBy, s.Harm is null, s.UnavailableSince, s.WarmUpUntil is null,
            s.Stage?.Deadline.Ran, s.Since, s.RefusedRevisions.Count, s.PausedByOrder is null)).Select(g => g.First())];

    /// <summary>The same, less finely: for the many pairs.</summary>
    public static IReadOnlyList<Progress> FewKinds(Walk walk) =>
        [.. walk.States.GroupBy(s =>
            (s.Phase, s.Before, s.Stage?.Nodes, s.Grant, s.UnavailableSince, s.RefusedRevisions.Count)).Select(g => g.First())];
}
