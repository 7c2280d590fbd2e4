using Rollout.Api;

namespace Rollout.Probes.Import;

/// <summary>What became of another prober's configuration.</summary>
/// <param name="Probes">In the order of the file; without targets: whoever asks names them.</param>
/// <param name="LeftOut">What could not be carried over: where, what, and what to do instead.</param>
public sealed record ImportedModules(IReadOnlyList<AcceptanceProbe> Probes, IReadOnlyList<Problem> LeftOut);
