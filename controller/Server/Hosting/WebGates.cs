using Rollout.Server.Access;
using Rollout.Server.Hooks;

namespace Rollout.Server.Hosting;

/// <summary>Who may change something through HTTP, and how often.</summary>
/// <param name="Guard">Of orders, and of hooks where the hooks' own secret is not shown.</param>
/// <param name="Hooks">What alerting systems show; null: only what <paramref name="Guard"/> knows.</param>
/// <param name="Limits">Of each address.</param>
internal sealed record WebGates(ICallGuard Guard, HookSecret? Hooks, ChangeLimits Limits);
