namespace Rollout.FakeKubernetes.Controllers;

/// <summary>How a pod may fail.</summary>
public enum PodFailure
{
    /// <summary>The image cannot be pulled: Pending, waiting with ImagePullBackOff.</summary>
    ImagePull,

    /// <summary>The container ends again and again: waiting with CrashLoopBackOff, restarts counted.</summary>
    Crash,

    /// <summary>It runs and never becomes ready.</summary>
    NeverReady,

    /// <summary>No node takes it: Pending, PodScheduled False.</summary>
    Unschedulable,
}
