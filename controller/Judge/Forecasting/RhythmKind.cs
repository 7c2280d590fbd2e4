namespace Rollout.Judge;

/// <summary>What a fleet's rhythm could be told of its history.</summary>
public enum RhythmKind
{
    /// <summary>One rate: less than two days are known.</summary>
    Flat,

    /// <summary>A rate for each hour of the day (UTC), each seen on two days at least.</summary>
    HourOfDay,

    /// <summary>A rate for each hour of the week (UTC), each seen in two weeks at least.</summary>
    HourOfWeek,
}
