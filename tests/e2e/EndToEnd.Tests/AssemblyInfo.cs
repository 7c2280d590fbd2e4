// Each scenario runs a controller of its own against one cluster, and takes its time from the clock on the wall: one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
