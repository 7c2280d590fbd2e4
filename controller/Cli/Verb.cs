using System.CommandLine;

namespace Rollout.Cli;

/// <summary>One thing that `rollout` does. A verb is one class with a static <c>Create</c>, listed in <see cref="Verbs"/>.</summary>
/// <param name="Options">What it takes; parsed, never invoked, by System.CommandLine.</param>
/// <param name="Help">All of `rollout VERB --help`, at most 80 columns wide.</param>
/// <param name="RunAsync">Does it and returns the exit code. It looks at <see cref="VerbCall.Usage"/> before it does anything.</param>
internal sealed record Verb(Command Options, string Help, Func<VerbCall, CancellationToken, Task<int>> RunAsync);
