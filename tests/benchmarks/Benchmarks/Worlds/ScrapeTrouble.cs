namespace Rollout.Benchmarks.Worlds;

/// <summary>What goes wrong between the nodes' counters and the judge.</summary>
internal enum ScrapeTrouble
{
    None,

    /// <summary>Two per cent of all scrapes fail, on either side alike.</summary>
    Missing,

    /// <summary>Every node's counters begin anew every two hours on average, in the middle of an interval.</summary>
    Resets,
}
