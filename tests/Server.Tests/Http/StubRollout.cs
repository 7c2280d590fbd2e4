using Rollout.Planning.Alerts;
using Rollout.Server.Hooks;
using Rollout.Server.Http;

namespace Rollout.Server.Tests.Http;

/// <summary>A rollout that remembers what was ordered.</summary>
internal sealed class StubRollout(string name) : IRunningRollout
{
    public string Namespace => "default";

    public string Name => name;

    public EventHub Events { get; } = new();

    public StatusView Current { get; set; } = new($$$"""{"metadata":{"name":"{{{name}}}"}}""", "\"1\"");

    public List<(OrderVerb Verb, OrderBody Body)> Ordered { get; } = [];

    public OrderAnswer Answer { get; set; } = new OrderAnswer.Accepted();

    public ValueTask<string> EvidenceAsync(CancellationToken cancellationToken) => ValueTask.FromResult("""{"metrics":[]}""");

    public List<AlertNews> Heard { get; } = [];

    public HeardAnswer Hearing { get; set; } = new HeardAnswer.Recorded(1);

    public ValueTask<HeardAnswer> HearAsync(AlertGroup told, CancellationToken cancellationToken)
    {
        Heard.AddRange(told.News);
        return ValueTask.FromResult(Hearing);
    }

    public ValueTask<OrderAnswer> OrderAsync(OrderVerb verb, OrderBody body, string author, CancellationToken cancellationToken)
    {
        Ordered.Add((verb, body));
        return ValueTask.FromResult(Answer);
    }
}
