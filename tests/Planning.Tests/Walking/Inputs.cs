namespace Rollout.Planning.Tests.Walking;

/// <summary>The inputs of a walk: from a quiet pass and from a pass with all evidence there, every single deviation and every pair of
/// deviations.</summary>
internal static class Inputs
{
    private static readonly Func<Input, Input>[][] Dimensions =
    [
        [.. Enum.GetValues<FleetSeen>().Skip(1).Select(v => (Func<Input, Input>)(i => i with { Fleet = v }))],
        [.. Enum.GetValues<Said>().Where(v => v is not (Said.Insufficient or Said.NoWorse)).Select(v =>
            (Func<Input, Input>)(i => i with { Judge = v }))],
        [.. Enum.GetValues<Probed>().Skip(1).Select(v => (Func<Input, Input>)(i => i with { Probes = v }))],
        [.. Enum.GetValues<Ordered>().Skip(1).Select(v => (Func<Input, Input>)(i => i with { Orders = v }))],
        [.. Enum.GetValues<WantedNow>().Skip(1).Select(v => (Func<Input, Input>)(i => i with { Wanted = v }))],
        [.. Enum.GetValues<GateSeen>().Skip(1).Select(v => (Func<Input, Input>)(i => i with { Gate = v }))],
        [i => i with { Paused = true }],
        [i => i with { Invalid = true }],
    ];

    /// <summary>At most one deviation from either pass.</summary>
    public static IReadOnlyList<Input> Singles { get; } =
        [.. Bases.SelectMany(b => Dimensions.SelectMany(d => d).Select(change => change(b)).Prepend(b)).Distinct()];

    /// <summary>Exactly two, in different dimensions.</summary>
    public static IReadOnlyList<Input> Pairs { get; } = [.. Bases.SelectMany(PairsFrom).Distinct().Except(Singles)];

    /// <summary>Every alert with every single deviation.</summary>
    public static IReadOnlyList<Input> WithAlerts { get; } = [.. Enum.GetValues<AlertSeen>().SelectMany(alert => Singles.Select(i => i with { Alert = alert }))];

    private static Input[] Bases => [new(), new(Judge: Said.NoWorse)];

    private static IEnumerable<Input> PairsFrom(Input start)
    {
        for (var first = 0; first < Dimensions.Length; first++)
        {
            for (var second = first + 1; second < Dimensions.Length; second++)
            {
                foreach (var one in Dimensions[first])
                {
                    foreach (var other in Dimensions[second])
                    {
                        yield return other(one(start));
                    }
                }
            }
        }
    }
}
