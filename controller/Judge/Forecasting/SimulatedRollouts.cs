namespace Rollout.Judge;

/// <summary>
/// Many rollouts on the planned looks: the canary's and the controls' events drawn with overdispersion and a node effect as history had
/// them, until the crossing curve is reached. This replaces the Brownian first passage of judge/README.md 2.7, which is off
/// where events are few, thresholds are overshot, or the prior on the loss is spread.
/// </summary>
internal sealed class SimulatedRollouts
{
    public const int Paths = 500;
    private const int Seed = 20260117;

    private readonly LookSchedule looks;
    private readonly double share;
    private readonly PartBaseline orders;
    private readonly double spread;

    /// <param name="looks">When it is looked.</param>
    /// <param name="share">The canaries' expected share.</param>
    /// <param name="orders">Calibration.</param>
    /// <param name="spread">Standard deviation of a canary's rate about its expectation, log scale, lasting for the rollout.</param>
    public SimulatedRollouts(LookSchedule looks, double share, PartBaseline orders, double spread) =>
        (this.looks, this.share, this.orders, this.spread) = (looks, share, orders, spread);

    /// <summary>The look at which each rollout crosses, in order; <see cref="int.MaxValue"/> where it never does.</summary>
    public int[] Detect(HarmCurves harm, double loss)
    {
        var (crossed, draws) = (new int[Paths], new EventDraws(Seed));
        for (var path = 0; path < Paths; path++)
        {
            crossed[path] = Detect(harm, share * (1 - loss) * Math.Exp(spread * draws.Normal()), draws);
        }

        Array.Sort(crossed);
        return crossed;
    }

    /// <summary>The look at which a rollout crosses whose events come as expected, without a node effect.</summary>
    public int DetectOnAverage(HarmCurves harm, double loss)
    {
        double canary = 0, fleet = 0;
        for (var look = 0; look < looks.Events.Length; look++)
        {
            canary += looks.Events[look] * share * (1 - loss);
            fleet += looks.Events[look] * (1 - (share * loss));
            if (harm.IsCrossed(look, fleet, canary))
            {
                return look;
            }
        }

        return int.MaxValue;
    }

    /// <summary>The same for the safe side of a canary that loses nothing: orders, and money where it is judged too, must both get there.</summary>
    public int[] Promote(CrossingCurve safe, CrossingCurve? money, MoneyNoise? noise)
    {
        var (crossed, draws) = (new int[Paths], new EventDraws(Seed));
        for (var path = 0; path < Paths; path++)
        {
            var common = draws.Normal();
            var rate = share * Math.Exp(spread * common);
            crossed[path] = money is null || noise is null
                ? Promote(safe, rate, draws)
                : Promote(safe, money, noise.Of(orders, common), rate, draws);
        }

        Array.Sort(crossed);
        return crossed;
    }

    private int Detect(HarmCurves harm, double rate, EventDraws draws)
    {
        double canary = 0, controls = 0;
        for (var look = 0; look < looks.Events.Length; look++)
        {
            canary += draws.Count(looks.Events[look] * rate, orders.Phi);
            controls += draws.Count(looks.Events[look] * (1 - share), orders.Phi);
            if (harm.IsCrossed(look, canary + controls, canary))
            {
                return look;
            }
        }

        return int.MaxValue;
    }

    private int Promote(CrossingCurve safe, double rate, EventDraws draws)
    {
        double canary = 0, controls = 0;
        for (var look = 0; look < looks.Events.Length; look++)
        {
            canary += draws.Count(looks.Events[look] * rate, orders.Phi);
            controls += draws.Count(looks.Events[look] * (1 - share), orders.Phi);
            if (safe.IsCrossed(canary + controls, canary))
            {
                return look;
            }
        }

        return int.MaxValue;
    }

    private int Promote(CrossingCurve safe, CrossingCurve money, MoneyNoise noise, double rate, EventDraws draws)
    {
        double canary = 0, controls = 0, canaryNoise = 0, controlsNoise = 0;
        for (var look = 0; look < looks.Events.Length; look++)
        {
            var (mine, others) = (looks.Events[look] * rate, looks.Events[look] * (1 - share));
            canary += draws.Count(mine, orders.Phi);
            controls += draws.Count(others, orders.Phi);
            canaryNoise += noise.Deviation * Math.Sqrt(mine) * draws.Normal();
            controlsNoise += noise.Deviation * Math.Sqrt(others) * draws.Normal();
            var earned = Math.Max(0, ((noise.Worth * canary) + canaryNoise) * noise.Effect);
            var rest = Math.Max(0, (noise.Worth * controls) + controlsNoise);
            if (safe.IsCrossed(canary + controls, canary) && money.IsCrossed(earned + rest, earned))
            {
                return look;
            }
        }

        return int.MaxValue;
    }
}
