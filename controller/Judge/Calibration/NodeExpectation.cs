using System.Text.Json.Serialization;

namespace Rollout.Judge;

/// <summary>What one node did relative to the fleet before the rollout. Only ratios between nodes matter.</summary>
/// <param name="Orders">Events relative to the fleet's mean node in the hours that they shared.</param>
/// <param name="Money">Capped value (or sums, where values are unknown) likewise.</param>
/// <param name="RankLift">
/// How much smaller its order values are than the fleet's: mean centred rank weight over the fleet's mean square. 0: none.
/// </param>
/// <param name="Traffic">Sessions (requests, of a ratio) relative to the fleet's mean node; 1 where they are not known.</param>
public sealed record NodeExpectation(double Orders, double Money, double RankLift, double Traffic = 1)
{
    /// <summary>Factor of each hour of the day (24) or of the week from Monday on (168), in UTC; null where the hour makes no difference.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Hours { get; init; }

    /// <summary>The factor at a time.</summary>
    internal double At(DateTimeOffset time) => Hours is { Count: > 0 } hours ? hours[HourFactors.SlotOf(HourFactors.HourOfWeek(time), hours.Count)] : 1;

    /// <summary>What one of its sessions brings, relative to the others'.</summary>
    internal double OrdersPerSession => Traffic > 0 ? Orders / Traffic : 0;
}
