using Rollout.Judge;

namespace Rollout.Server.Judging;

/// <summary>What is to be expected of a trial from a moment on.</summary>
/// <param name="Trial"><c>Progress.Trial</c> that it is of; of one that has not begun: the one before.</param>
/// <param name="Canaries">How many nodes have the new version, or would get it first.</param>
/// <param name="AsOf">Times count from here, what is left of a warm-up included.</param>
/// <param name="Metrics">By metric; those that can be forecast.</param>
public sealed record Outlook(int Trial, int Canaries, DateTimeOffset AsOf, IReadOnlyDictionary<string, MetricForecast> Metrics);
