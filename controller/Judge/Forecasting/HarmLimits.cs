namespace Rollout.Judge;

/// <summary>Where one metric's harm is proven at each look of a forecast.</summary>
/// <param name="Planned">Log e-value within the planned time and information.</param>
/// <param name="PlannedLooks">So many looks are within.</param>
/// <param name="PlannedEvents">The fleet's events expected in them.</param>
/// <param name="Late">Afterwards.</param>
internal sealed record HarmLimits(double Planned, int PlannedLooks, double PlannedEvents, double Late)
{
    public static HarmLimits Of(ForecastQuestion question, LookSchedule looks, double share)
    {
        var weight = -Math.Log(Math.Max(question.Plan.HarmWeight, double.Epsilon));
        if (question.Horizon is not { } horizon)
        {
            var always = question.HarmThreshold ?? (weight - Math.Log(question.Plan.Alpha));
            return new HarmLimits(always, int.MaxValue, double.PositiveInfinity, always);
        }

        // A metric that was not planned is beyond the plan. By the fleet's expected events: what a path of its own brings does not move the end of its plan.
        var perEvent = share * (1 - share) / question.Baseline.Orders.Phi;
        var spent = question.Evidence is { } evidence ? HorizonThresholds.Spent(question.Plan, question.Baseline, evidence) : 0;
        var most = (horizon.PlannedInformation.GetValueOrDefault(question.Metric) - spent) / perEvent;
        var (many, events) = (0, 0.0);
        while (many < looks.Events.Length && events + looks.Events[many] <= most && question.Start.AddSeconds(looks.Seconds[many]) <= horizon.End)
        {
            events += looks.Events[many++];
        }

        return new HarmLimits(horizon.LogThreshold + weight, many, events, horizon.LogLate + weight);
    }
}
