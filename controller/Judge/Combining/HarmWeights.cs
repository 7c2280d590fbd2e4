namespace Rollout.Judge;

/// <summary>How alpha is shared out among the harm sides unless the owner says otherwise (judge/README.md 2.6).</summary>
public static class HarmWeights
{
    private const double Objectives = 0.8;
    private const double Guards = 0.1;
    private const double Probes = 0.1;

    /// <summary>
    /// One weight an entry, in the order given: objectives share 0.8, guards 0.1, probes 0.1, equally within a group; the weight
    /// of an absent group goes to the objectives. Watched metrics weigh nothing. They sum to 1 where there is an objective.
    /// </summary>
    public static IReadOnlyList<double> For(IReadOnlyList<JudgedRole> roles)
    {
        int Many(JudgedRole role) => roles.Count(r => r == role);
        var (guards, probes) = (Many(JudgedRole.Guard), Many(JudgedRole.Probe));
        var objectives = Objectives + (guards == 0 ? Guards : 0) + (probes == 0 ? Probes : 0);
        return
        [
            .. roles.Select(role => role switch
            {
                JudgedRole.Objective => objectives / Many(role),
                JudgedRole.Guard => Guards / guards,
                JudgedRole.Probe => Probes / probes,
                JudgedRole.Watch => 0,
            }),
        ];
    }
}
