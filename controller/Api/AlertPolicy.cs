using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>What an alert of Alertmanager or Grafana means to a rollout. The first policy of the list that an alert fits applies, and no other.</summary>
public sealed record AlertPolicy
{
    public const int MostMatchers = 20;

    public const int MostMatcher = 400;

    /// <summary>Its name in this rollout: in status and in messages.</summary>
    [Field(Form = FieldForm.Label)]
    public required string Name { get; init; }

    /// <summary>
    /// Which alerts: all of these must hold of an alert's labels, each written as Alertmanager has it: label="value", label!="value",
    /// label=~"expression", label!~"expression" (anchored). A label that an alert does not have is empty.
    /// </summary>
    [Field(Required = true, MinItems = 1, MaxItems = MostMatchers, MaxLength = MostMatcher, Pattern = Patterns.AlertMatcher)]
    public IReadOnlyList<string> Matchers { get; init; } = [];

    /// <summary>What becomes of the rollout when such an alert begins to fire in the middle of it.</summary>
    public AlertAction Action { get; init; } = AlertAction.Pause;

    /// <summary>What becomes of a rollout that such an alert has paused when the alert is over.</summary>
    public ResolvedPolicy OnResolved { get; init; } = ResolvedPolicy.Resume;
}
