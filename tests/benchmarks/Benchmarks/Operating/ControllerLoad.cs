namespace Rollout.Benchmarks.Operating;

/// <summary>How much a controller is given to do.</summary>
/// <param name="All">Rollouts.</param>
/// <param name="Judging">Of them, those that are on trial at last.</param>
/// <param name="Window">How long each row is measured.</param>
internal sealed record ControllerLoad(int All, int Judging, TimeSpan Window)
{
    public static IReadOnlyList<ControllerLoad> Quick { get; } = [new(200, 20, TimeSpan.FromSeconds(60))];

    public static IReadOnlyList<ControllerLoad> Full { get; } = [new(1_200, 200, TimeSpan.FromSeconds(90)), new(10_000, 0, TimeSpan.FromSeconds(90))];
}
