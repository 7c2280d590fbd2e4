namespace Rollout.Fleets.Tests;

/// <summary>
/// Tests that start processes run one after another: while one thread writes a script, a process forked by another would hold the script
/// open for a moment, and starting it would say "text file busy".
/// </summary>
[CollectionDefinition(nameof(Processes), DisableParallelization = true)]
public sealed class Processes;
