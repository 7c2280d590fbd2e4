using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.Writing;
using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes.Steps;

/// <summary>
/// Brings a workload to a level, one step after another, each decided on a fresh picture from the server. Where the cheap picture (a cache's)
/// says that it is there already, nothing is asked and nothing written. A fresh picture may show the past all the same: what is written is fenced
/// by the write itself, so that this costs a refusal and another look, and never what is known.
/// </summary>
internal sealed class LevelReaching(IWorkloadReader cheap, IWorkloadReader live, StepWriter writer, WorkloadTarget target)
{
    /// <summary>More than any way from any state has; then the next call goes on.</summary>
    private const int MostSteps = 40;

    /// <param name="next">The rules.</param>
    /// <param name="isLast">Nobody looks again once it is said to be there: so that is said of the workload's newest state alone.</param>
    /// <param name="cancellationToken">Ends it between two requests.</param>
    public async ValueTask<EnsureResult> ReachAsync(Func<WorkloadPicture, FleetStep?> next, bool isLast, CancellationToken cancellationToken)
    {
        if (!isLast && await cheap.ReadAsync(target, cancellationToken) is Observed<WorkloadPicture>.Known known && next(known.Value) is null)
        {
            return new EnsureResult.Settled();
        }

        FleetStep? last = null;
        for (var done = 0; done < MostSteps; done++)
        {
            var seen = await live.ReadAsync(target, cancellationToken);
            if (seen is not Observed<WorkloadPicture>.Known picture)
            {
                return Failed(seen is Observed<WorkloadPicture>.Unreadable unreadable ? unreadable.Reason : "it cannot be seen yet");
            }

            var step = next(picture.Value);
            switch (step)
            {
                case null when isLast && await writer.ConfirmAsync(picture.Value, exactly: true, cancellationToken) is { } moved:
                    return Failed(moved);
                case null:
                    return done == 0 ? new EnsureResult.Settled() : new EnsureResult.Changed([target.Name]);
                case FleetStep.Wait:
                    return new EnsureResult.Changed(done == 0 ? [] : [target.Name]);
                case FleetStep.Refuse refused:
                    return Failed(refused.Why);
                case var same when same == last:
                    return Failed($"what was written is not to be seen: it has no effect, stands under a name that is not ours, or is yet to show: {same}");
            }

            if (await writer.WriteAsync(step, picture.Value, cancellationToken) is { } failure)
            {
                return Failed(failure);
            }

            last = step;
        }

        return new EnsureResult.Changed([target.Name]);
    }

    private EnsureResult.Failed Failed(string reason) => new(target.Name, reason);
}
