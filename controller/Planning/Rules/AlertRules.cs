using Rollout.Planning.Alerts;

namespace Rollout.Planning.Rules;

/// <summary>
/// What alerts do to a rollout. Their pause is no person's: harm that is proven, probes and gates take a revision back all the same, and a
/// person may promote in spite of them.
/// </summary>
internal static class AlertRules
{
    public static Move? AlertRefused(Situation s) =>
        AlertFacts.Refusing(s.Spec, s.Recorded) is { } alert
            ? LeavingRules.RolledBack(s, Reasons.AlertFires, $"{LeavingRules.Sentence(alert.What)} fires, and the owner's policy {alert.Policy} is to roll back")
            : null;

    /// <summary>No node runs it yet: the revision can be no reason for the alert, and is not refused; it does not begin meanwhile.</summary>
    public static Move? AlertNotOver(Situation s) =>
        AlertFacts.Refusing(s.Spec, s.Recorded) is { } alert
            ? new Move(s.Recorded.To(Phase.Waiting, Reasons.AlertFires, $"{LeavingRules.Sentence(alert.What)} fires; nothing is begun meanwhile"))
            : null;

    public static Move? PausedByAlert(Situation s) =>
        s.PausedByPerson is null && AlertFacts.Pausing(s.Spec, s.Recorded) is { } alert
            ? new Move(s.Recorded.Interrupted(Phase.Paused, Reasons.PausedByAlert, $"Paused by {alert.What}"))
            : null;

    /// <summary>A pause by an alert alone stops nothing that takes the revision back.</summary>
    public static Move? TakenBackInSpiteOfThePause(Situation s)
    {
        if (s.PausedByPerson is not null)
        {
            return null;
        }

        foreach (var rule in TakesBack)
        {
            if (rule(s) is { } move)
            {
                return move;
            }
        }

        return null;
    }

    private static readonly Rule[] TakesBack =
    [
        LeavingRules.HarmProvenInPromotionByEvidence, LeavingRules.GateRefused, NotWaiting(AlertRefused), LeavingRules.ProbeFailsOnCanaryOnly,
        LeavingRules.DeployFailed,
    ];

    private static Rule NotWaiting(Rule rule) => s => s.Recorded.Before == Phase.Waiting ? null : rule(s);
}
