namespace Rollout.Judge;

/// <summary>
/// The sign, done once. Given the fleet's events, "the canary has x times its share" and "the controls have 1/x of theirs" are one and
/// the same likelihood: k x - n ln(1 - rho + rho e^x) with k, rho and x of the canary equals the same with n - k, 1 - rho and -x of
/// the controls. So where less is better the controls are judged in the canary's place: an increase of the canary by g is a
/// loss of g/(1 + g) of theirs, and everything else stays as it is.
/// </summary>
internal static class Directions
{
    /// <summary>The loss that the kernels look for, in [0, 1).</summary>
    /// <param name="direction">Of the metric.</param>
    /// <param name="change">For the worse, relative: a loss where more is better, an increase where less is.</param>
    public static double AsLoss(this Direction direction, double change) =>
        direction == Direction.HigherIsBetter ? change : change / (1 + change);

    /// <summary>The canary's relative difference to expectation, from what the kernels say of those who were judged.</summary>
    public static EffectInterval AsShown(this Direction direction, EffectInterval judged)
    {
        if (direction == Direction.HigherIsBetter)
        {
            return judged;
        }

        static double? Inverse(double? x) => x is { } known && known > -1 ? (1 / (1 + known)) - 1 : null;
        return new EffectInterval(Inverse(judged.Effect) ?? double.MaxValue, judged.High is null ? -1 : Inverse(judged.High)!.Value, Inverse(judged.Low));
    }

    /// <summary>Whether a whole interval lies on the good side of "no difference".</summary>
    public static bool IsBetter(this Direction direction, EffectInterval? shown) => direction == Direction.HigherIsBetter
        ? shown is { Low: > 0 }
        : shown is { High: < 0 };
}
