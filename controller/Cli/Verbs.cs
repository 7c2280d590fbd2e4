using Rollout.Cli.Backtesting;
using Rollout.Cli.Completing;
using Rollout.Cli.Crds;
using Rollout.Cli.Demonstration;
using Rollout.Cli.Forecasting;
using Rollout.Cli.Hosts;
using Rollout.Cli.Judging;
using Rollout.Cli.Operating;
using Rollout.Cli.Pipeline;
using Rollout.Cli.Probing;

namespace Rollout.Cli;

/// <summary>All verbs, in the order of `rollout --help`. A new one is a line here and a class of its own.</summary>
internal static class Verbs
{
    public static IReadOnlyList<VerbEntry> Known { get; } =
    [
        new("abort", "takes the revision on trial back", OrderVerbs.Abort),
        new("backtest", "what would have happened on your own past, with every rule", BacktestVerb.Create),
        new("completion", "what makes a shell complete the words of rollout", CompletionVerb.Create),
        new("controller", "runs the controller of a Kubernetes cluster", ControllerVerb.Create),
        new("crds", "the resource definitions for a Kubernetes API server", CrdsVerb.Create),
        new("demo", "the main job, live: one release promoted, two rolled back", DemoVerb.Create),
        new("explain", "what is happening, why, and what it waits for, in sentences", LookVerbs.Explain),
        new("forecast", "how long a rollout would take, from the fleet's own history", ForecastVerb.Create),
        new("history", "the releases of a rollout, how they ended and why", HistoryVerb.Create),
        new("hosts", "runs the controller of a fleet of hosts, with its dashboard", HostsVerb.Create),
        new("judge", "a verdict on recorded data, as a controller would have said it", JudgeVerb.Create),
        new("pause", "stops a rollout where it stands", OrderVerbs.Pause),
        new("probe", "acceptance probes: run one, serve all, import blackbox modules", ProbeVerb.Create),
        new("promote", "skips what is left of the evidence, in your name", OrderVerbs.Promote),
        new("release", "lets every workload of a cluster go, before an uninstall", ReleaseVerb.Create),
        new("report", "how delivery went: frequency, lead time, failures, restoring", ReportVerb.Create),
        new("resume", "lets a paused rollout go on", OrderVerbs.Resume),
        new("retry", "tries a refused revision again", OrderVerbs.Retry),
        new("start", "rolls a version out, on evidence; --wait for its verdict", StartVerb.Create),
        new("status", "where a rollout stands, with its figures", LookVerbs.Status),
        new("wait", "until there is a verdict: exit code 0, 10, 11, 12, ...", WaitVerb.Create),
        new("watch", "a rollout live, in the terminal", WatchVerb.Create),
    ];
}
