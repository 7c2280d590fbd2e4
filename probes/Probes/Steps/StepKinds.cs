using System.Collections.Frozen;
using Rollout.Api;
using Rollout.Probes.Steps.Http;

namespace Rollout.Probes.Steps;

/// <summary>The kinds of steps that this release knows.</summary>
public static class StepKinds
{
    private static readonly FrozenDictionary<string, IStepKind> Known =
        new IStepKind[] { new HttpStepKind() }.ToFrozenDictionary(k => k.Name, StringComparer.Ordinal);

    public static IReadOnlyList<string> Names => [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Null with the problem where there is no such kind.</summary>
    public static IStepKind? Find(string name, string path, out Problem? problem)
    {
        problem = Known.TryGetValue(name, out var kind)
            ? null
            : new Problem(path, $"\"{name}\" is no kind of step in this release", $"known are: {string.Join(", ", Names)}");
        return kind;
    }

    /// <summary>The kind of a step; by now there is one.</summary>
    public static IStepKind Of(ProbeStep step)
    {
        ArgumentNullException.ThrowIfNull(step.Http);
        return Known["http"];
    }
}
