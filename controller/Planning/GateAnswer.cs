namespace Rollout.Planning;

/// <summary>What one gate or alert says about a revision.</summary>
/// <param name="Name">Of the gate or alert.</param>
/// <param name="State">What it says.</param>
/// <param name="Revision">The revision that the answer is about; a refusal of another one refuses nothing.</param>
/// <param name="Why">A sentence; null where it gave none.</param>
public sealed record GateAnswer(string Name, GateState State, string? Revision, string? Why = null);
