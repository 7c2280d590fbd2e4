using Rollout.Server.Hooks;

namespace Rollout.Server.Http;

/// <summary>A rollout as the HTTP API sees it: what was last recorded, and a way to ask for something.</summary>
public interface IRunningRollout
{
    string Namespace { get; }

    string Name { get; }

    EventHub Events { get; }

    /// <summary>The whole resource as of the last recorded pass.</summary>
    StatusView Current { get; }

    /// <summary>The series behind the verdict, as JSON, bounded.</summary>
    ValueTask<string> EvidenceAsync(CancellationToken cancellationToken);

    /// <summary>Ends when the alerts that fit a policy of the rollout are recorded, or when it takes too long.</summary>
    ValueTask<HeardAnswer> HearAsync(AlertGroup told, CancellationToken cancellationToken);

    /// <summary>Writes the order down for the next pass; nothing is done in the call itself.</summary>
    ValueTask<OrderAnswer> OrderAsync(OrderVerb verb, OrderBody body, string author, CancellationToken cancellationToken);
}
