using System.Collections.Frozen;
using Rollout.Api;
using Rollout.Probes.Steps.Dns;
using Rollout.Probes.Steps.Exec;
using Rollout.Probes.Steps.Grpc;
using Rollout.Probes.Steps.Http;
using Rollout.Probes.Steps.Tcp;
using Rollout.Probes.Steps.Tls;

namespace Rollout.Probes.Steps;

/// <summary>The kinds of steps that this release knows.</summary>
public static class StepKinds
{
    private static readonly IStepKind[] All =
        [new HttpStepKind(), new TcpStepKind(), new DnsStepKind(), new TlsStepKind(), new GrpcStepKind(), new ExecStepKind()];

    private static readonly FrozenDictionary<string, IStepKind> Known = All.ToFrozenDictionary(k => k.Name, StringComparer.Ordinal);

    public static IReadOnlyList<string> Names => [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Null with the problem where there is no such kind.</summary>
    public static IStepKind? Find(string name, string path, out Problem? problem)
    {
        problem = Known.TryGetValue(name, out var kind)
            ? null
            : new Problem(path, $"\"{name}\" is no kind of step in this release", $"known are: {string.Join(", ", Names)}");
        return kind;
    }

    /// <summary>The kind of a step; null where it says none, or more than one.</summary>
    public static IStepKind? Of(ProbeStep step) => All.Where(k => k.Is(step)).Take(2).ToArray() is [var only] ? only : null;
}
