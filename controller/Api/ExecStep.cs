using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>A command on the prober's own machine; refused unless whoever runs the prober allows it. Exit code 0 passes.</summary>
public sealed record ExecStep
{
    /// <summary>Program and arguments, no shell: an argument is one argument. <c>{{ name }}</c> of earlier captures is filled in.</summary>
    [Field(MinItems = 1)]
    public required IReadOnlyList<string> Command { get; init; }
}
