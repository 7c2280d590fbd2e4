using Rollout.Planning;
using Rollout.Server.Http;
using OrderAnswer = Rollout.Server.Http.OrderAnswer;

namespace Rollout.Server.Loop;

/// <summary>Writes a person's order down where the next pass finds it.</summary>
public interface IOrderDesk
{
    /// <param name="verb">What is ordered.</param>
    /// <param name="body">With which particulars.</param>
    /// <param name="author">By whom.</param>
    /// <param name="progress">As it was recorded last.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<OrderAnswer> OrderAsync(OrderVerb verb, OrderBody body, string author, Progress progress, CancellationToken cancellationToken);
}
