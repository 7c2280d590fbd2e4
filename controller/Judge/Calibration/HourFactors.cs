namespace Rollout.Judge;

/// <summary>By how much each node's share differs from its mean share at an hour of the day (24) or of the week (168), in UTC.</summary>
internal sealed class HourFactors(int nodes, int slots)
{
    private readonly double[] factors = [.. Enumerable.Repeat(1.0, nodes * slots)];

    public int Slots { get; } = slots;

    public double this[int node, int slot]
    {
        get => factors[(node * Slots) + slot];
        set => factors[(node * Slots) + slot] = value;
    }

    /// <summary>Hours since Monday, midnight in UTC.</summary>
    public static int HourOfWeek(DateTimeOffset time) =>
        (24 * (((int)time.UtcDateTime.DayOfWeek + 6) % 7)) + time.UtcDateTime.Hour;

    public static int SlotOf(int hourOfWeek, int slots) => hourOfWeek % slots;

    /// <summary>These over others of the same size.</summary>
    public HourFactors Over(HourFactors others)
    {
        var ratio = new HourFactors(factors.Length / Slots, Slots);
        for (var i = 0; i < factors.Length; i++)
        {
            ratio.factors[i] = factors[i] / others.factors[i];
        }

        return ratio;
    }

    /// <summary>Of one node, rounded to what a share is known by: they are stored with each rollout.</summary>
    public double[] Of(int node) => [.. factors.AsSpan(node * Slots, Slots).ToArray().Select(f => Math.Round(f, 4))];
}
