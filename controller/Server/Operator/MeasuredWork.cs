using Rollout.Kubernetes.Queueing;
using Rollout.Telemetry;

namespace Rollout.Server.Operator;

/// <summary>Counts how long workers have rollouts in hand: those at rest too, which have no loop whose passes would be counted.</summary>
internal sealed class MeasuredWork(ControllerMeter meter) : IWorkQueueObserver
{
    public void Queued(int depth)
    {
        // The depth is asked for when somebody reads it.
    }

    public void Taken(int depth, TimeSpan waited)
    {
        // Told by nothing yet.
    }

    public void Finished(TimeSpan worked) => meter.Worked(worked);

    public void Retried()
    {
        // A pass that failed is counted as such.
    }
}
