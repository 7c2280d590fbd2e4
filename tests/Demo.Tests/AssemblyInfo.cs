// One test at a time: each starts processes of its own, and a script that one test has just written must not be open in a child that another starts.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
