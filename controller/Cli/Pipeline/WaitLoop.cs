using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>Looks again and again until there is an answer. A controller that is away for a while (a restart, a new leader) ends nothing.</summary>
internal sealed class WaitLoop(Reach reach, TimeProvider time, TextWriter messages)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>How long a controller that has answered before may be away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private string? told;
    private string? etag;
    private bool hasAnswered;
    private long lastAnswer = time.GetTimestamp();
    private WaitState state = new WaitState.Going(null, "nothing is known yet");

    /// <param name="target">What is waited for.</param>
    /// <param name="limit">Null: as long as it takes.</param>
    /// <param name="cancellation">Ends the wait; the rollout goes on.</param>
    public async Task<WaitState.Ended> RunAsync(WaitTarget target, TimeSpan? limit, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (await LookAsync(target, cancellation) is { } ended)
            {
                return ended;
            }

            var left = limit - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                var (revision, words) = state is WaitState.Going going ? (going.Revision, going.Words) : (target.Revision, "");
                return new WaitState.Ended(revision, PipelineExit.TimedOut, "TimedOut", $"not decided in time, the rollout goes on ({words})");
            }

            await Task.Delay(left < Between ? left.Value : Between, time, cancellation);
        }
    }

    private async Task<WaitState.Ended?> LookAsync(WaitTarget target, CancellationToken cancellation)
    {
        var answer = await reach.GetAsync(etag, cancellation);
        if (answer is ApiAnswer.Away away)
        {
            Tell($"the controller is away: {away.Reason}");
            return !hasAnswered || time.GetElapsedTime(lastAnswer) > Patience ? Answers.Ended(target.Revision, away) : null;
        }

        (hasAnswered, lastAnswer) = (true, time.GetTimestamp());
        if (answer is ApiAnswer.Unchanged)
        {
            return state as WaitState.Ended;
        }

        if (answer is not ApiAnswer.Found found)
        {
            return Answers.Ended(target.Revision, answer);
        }

        etag = found.ETag;
        state = Waiting.Of(found.Rollout, target);
        if (state is WaitState.Going going)
        {
            Tell(going.Revision is null ? going.Words : $"{going.Revision} {going.Words}");
        }

        return state as WaitState.Ended;
    }

    private void Tell(string words)
    {
        if (words != told)
        {
            told = words;
            messages.WriteLine($"{reach}: {words}");
        }
    }
}
