namespace Rollout.Benchmarks.Worlds;

/// <summary>How many runs each part of the table is made of, in proportion to the false rollbacks of a world.</summary>
internal sealed record BenchSize
{
    public required int FalseRollbacks { get; init; }

    /// <summary>Worlds with order values cost several times as much.</summary>
    public required int FalseRollbacksWithValues { get; init; }

    public required int Power { get; init; }

    public required int Rivals { get; init; }

    public required int Delays { get; init; }

    public required int Promotions { get; init; }

    /// <summary>Each with five canaries.</summary>
    public required int Salts { get; init; }

    public required int SaltsWithRivals { get; init; }

    public static BenchSize Full => Of(1_250);

    public static BenchSize Quick => Of(200);

    /// <param name="runs">False rollbacks of a world.</param>
    public static BenchSize Of(int runs) => new()
    {
        FalseRollbacks = runs,
        FalseRollbacksWithValues = Math.Max(10, runs / 5),
        Power = Math.Max(20, runs * 6 / 100),
        Rivals = Math.Max(20, runs * 6 / 100),
        Delays = Math.Max(20, runs / 10),
        Promotions = Math.Max(20, runs / 5),
        Salts = Math.Max(2, runs / 15),
        SaltsWithRivals = Math.Max(2, runs / 125),
    };
}
