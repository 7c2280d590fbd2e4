using Rollout.Planning;
using Rollout.Recording;
using Rollout.Recording.Sqlite;
using Rollout.Server.Http;
using OrderAnswer = Rollout.Server.Http.OrderAnswer;

namespace Rollout.Server.Loop;

/// <summary>Orders for a host fleet: they wait in the state file.</summary>
public sealed class HostDesk(RolloutKey key, SqliteRecorder recorder, TimeProvider time) : IOrderDesk
{
    public async ValueTask<OrderAnswer> OrderAsync(OrderVerb verb, OrderBody body, string author, Progress progress, CancellationToken cancellationToken)
    {
        var request = Requests.Of(verb, body, author, progress, time.GetUtcNow());
        if (request.Answer is not OrderAnswer.Accepted)
        {
            return request.Answer;
        }

        RequestResult result = new RequestResult.Accepted();
        if (request.Wanted is { } wanted)
        {
            result = await recorder.WantAsync(key, wanted, cancellationToken);
        }

        if (request.Order is { } order)
        {
            result = await recorder.OrderAsync(key, order, cancellationToken);
        }

        return result switch
        {
            RequestResult.Accepted => request.Answer,
            RequestResult.NoSuchRollout => new OrderAnswer.Conflict("the controller has not looked at the fleet yet; try again in a moment"),
            RequestResult.Refused refused => new OrderAnswer.Conflict(refused.Reason),
            _ => throw new InvalidOperationException("a request has no fourth outcome"),
        };
    }
}
