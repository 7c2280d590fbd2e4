using Rollout.Api;
using Rollout.Server.Hooks;
using Rollout.Server.Http;

namespace Rollout.Benchmarks.Alerts;

/// <summary>A rollout that only asks for its alerts: what it does with them is another measurement.</summary>
internal sealed class AskingRollout(string name, params IReadOnlyList<string> matchers) : IRunningRollout
{
    private readonly AlertScreen screen = new(new StaggeredRolloutSpec { Alerts = [new AlertPolicy { Name = "its", Matchers = matchers }] });

    public string Namespace => "default";

    public string Name => name;

    public EventHub Events { get; } = new();

    public StatusView Current => new("{}", "\"0\"");

    public AlertScreen Screen => screen;

    public ValueTask<HeardAnswer> HearAsync(AlertGroup told, CancellationToken cancellationToken) =>
        ValueTask.FromResult<HeardAnswer>(new HeardAnswer.Recorded(told.Fitting(screen).Count));

    public ValueTask<string> EvidenceAsync(CancellationToken cancellationToken) => ValueTask.FromResult("{}");

    public ValueTask<OrderAnswer> OrderAsync(OrderVerb verb, OrderBody body, string author, CancellationToken cancellationToken) =>
        ValueTask.FromResult<OrderAnswer>(new OrderAnswer.Accepted());
}
