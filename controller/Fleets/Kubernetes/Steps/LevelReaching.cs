using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.Writing;
using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes.Steps;

/// <summary>
/// Brings a workload to a level, one step after another. Where the cheap picture (a cache's) says that it is there already, nothing is asked and nothing
/// written. Steps that take nothing away are decided on the workload as the server has it and caches around it; any other, and any that has shown no
/// effect, on a whole picture from the server. Even that may show the past: what is written is fenced by the write itself, so that this costs a refusal
/// and another look, and never what is known.
/// </summary>
internal sealed class LevelReaching(IWorkloadReader cheap, Func<NearReader?> near, IWorkloadReader live, StepWriter writer, WorkloadTarget target)
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

        var nearby = isLast ? null : near();
        FleetStep? last = null;
        for (var done = 0; done < MostSteps; done++)
        {
            var seen = await LookAsync(nearby, picture => IsTaken(next(picture), last), cancellationToken);
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

            if (nearby is not null)
            {
                await nearby.NoteAsync(step, cancellationToken);
            }

            last = step;
        }

        return new EnsureResult.Changed([target.Name]);
    }

    /// <summary>The near picture where what follows from it may be taken; else the server's.</summary>
    private async ValueTask<Observed<WorkloadPicture>> LookAsync(NearReader? nearby, Func<WorkloadPicture, bool> mayBeTaken, CancellationToken cancellationToken) =>
        nearby is not null && await nearby.ReadAsync(cancellationToken) is { } picture && mayBeTaken(picture)
            ? new Observed<WorkloadPicture>.Known(picture) : await live.ReadAsync(target, cancellationToken);

    private static bool IsTaken(FleetStep? step, FleetStep? last) => step is null || (step.MayBeTakenByCaches && step != last);

    private EnsureResult.Failed Failed(string reason) => new(target.Name, reason);
}
