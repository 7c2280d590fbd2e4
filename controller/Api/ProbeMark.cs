using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>The header by which a shop tells a probe's orders from those of customers.</summary>
/// <param name="Header">Its name.</param>
/// <param name="Value">Its value.</param>
public sealed record ProbeMark(
    [property: Field(MaxLength = 100, Pattern = Patterns.Header)] string Header = "X-Synthetic",
    [property: Field(MaxLength = 100)] string Value = "rollout");
