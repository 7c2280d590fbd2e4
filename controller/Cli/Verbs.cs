using Rollout.Cli.Backtesting;
using Rollout.Cli.Crds;
using Rollout.Cli.Demonstration;
using Rollout.Cli.Forecasting;
using Rollout.Cli.Hosts;
using Rollout.Cli.Judging;

namespace Rollout.Cli;

/// <summary>All verbs, in the order of `rollout --help`. A new one is a line here and a class of its own.</summary>
internal static class Verbs
{
    public static IReadOnlyList<VerbEntry> Known { get; } =
    [
        new("backtest", "what would have happened on your own past, with every rule", BacktestVerb.Create),
        new("crds", "the resource definitions for a Kubernetes API server", CrdsVerb.Create),
        new("demo", "the main job, live: one release promoted, two rolled back", DemoVerb.Create),
        new("forecast", "how long a rollout would take, from the fleet's own history", ForecastVerb.Create),
        new("hosts", "runs the controller of a fleet of hosts, with its dashboard", HostsVerb.Create),
        new("judge", "a verdict on recorded data, as a controller would have said it", JudgeVerb.Create),
    ];
}
