namespace Rollout.Demo.Customers;

/// <summary>Busy and quiet hours, sped up: a sine over a day of two minutes.</summary>
public static class DailyRhythm
{
    /// <summary>A day of the demo.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromMinutes(2);

    /// <summary>The busiest moment has this much more than the mean, the quietest this much less.</summary>
    public const double Amplitude = 0.25;

    /// <summary>The rate at a moment, relative to the mean of the day.</summary>
    public static double Factor(TimeSpan at) => 1 + Amplitude * Math.Sin(2 * Math.PI * (at / Day));
}
