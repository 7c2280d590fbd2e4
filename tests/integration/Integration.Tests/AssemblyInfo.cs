// Each of these tests drives a fleet of real processes on two cores: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
