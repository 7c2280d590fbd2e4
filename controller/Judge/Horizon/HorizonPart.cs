using System.Runtime.Intrinsics;

namespace Rollout.Judge;

/// <summary>
/// One kernel on a planned path. What the fleet does is as planned, so that after each look null and numerator are functions of what fell on
/// the canary alone: tables of them. Only what begins late has a memory, one number an alternative.
/// </summary>
internal sealed class HorizonPart
{
    private const int Grid = 44;
    private const double Below = 9;
    private const double Above = 7;
    private const int Lanes = 8;
    private const int Columns = 3;

    private readonly KernelDesign design;
    private readonly HorizonEffect? effect;
    private readonly (NormalIntegrals None, double LogWeight)[]? beliefs;
    private readonly double[] places;
    private readonly double[] lowest;
    private readonly double[] perStep;
    private readonly double[] tables;
    private readonly double[] fleetOfLook;
    private readonly double[] alternatives;
    private readonly double[] weights;

    /// <param name="design">Of the kernel; phi is in the events.</param>
    /// <param name="effect">How well the node effect is known; null: the design's is the true one.</param>
    /// <param name="onsets">When it releases what begins late.</param>
    /// <param name="weight">Of the part in the rollout's sum of e-values.</param>
    /// <param name="share">The canaries' expected share.</param>
    /// <param name="eventWeights">u of each class of events.</param>
    /// <param name="events">Cumulative fleet's events: by look, then by class.</param>
    public HorizonPart(KernelDesign design, HorizonEffect? effect, HorizonOnsets onsets, double weight, double share, double[] eventWeights, int[][] events)
    {
        (this.design, this.effect, Onsets) = (design, effect, onsets);
        (Weight, Share, EventWeights) = (weight, share, eventWeights);
        var domain = design.Domain;
        beliefs = effect?.Nodes().Select(n => (Belief(design, effect, n.Sigma0), n.LogWeight)).ToArray();
        places = [.. ChebyshevTable.Of(domain.Size).Points.Select(t => domain.Middle + (domain.Half * t))];
        (lowest, perStep, tables) = (new double[events.Length], new double[events.Length], new double[events.Length * Grid * Columns]);
        var whole = (design.Alternatives.Length + Lanes - 1) / Lanes * Lanes;
        alternatives = [.. design.Alternatives, .. new double[whole - design.Alternatives.Length]];
        weights = [.. design.LateLogWeights.Select(Math.Exp), .. new double[whole - design.Alternatives.Length]];
        fleetOfLook = new double[events.Length * whole];
        for (var look = 0; look < events.Length; look++)
        {
            Tabulate(look, events[look]);
            OfAlternatives(look, events[look], look == 0 ? new int[eventWeights.Length] : events[look - 1]);
        }
    }

    public KernelDesign Design => design;

    /// <summary>When it releases what begins late.</summary>
    public HorizonOnsets Onsets { get; }

    public double Weight { get; }

    public double Share { get; }

    public double[] EventWeights { get; }

    /// <summary>Numbers of a path that the part remembers: late sums relative to the null, and the null's log.</summary>
    public int Memory => alternatives.Length + 2;

    /// <summary>A node effect of a canary without harm, from two normal scores.</summary>
    public double Effect(double size, double direction)
    {
        var sigma0 = effect?.At(size) ?? design.Sigma0;
        return (effect?.Centre(sigma0) ?? 0) + (sigma0 * direction);
    }

    /// <summary>The e-value after a look, and what it would be had the judge known the law that paths follow.</summary>
    /// <param name="look">Its index.</param>
    /// <param name="added">Sum of the weights that fell on the canary since the look before.</param>
    /// <param name="memory">Of this path: <see cref="Memory"/> numbers, zeros at first.</param>
    public (double Judged, double True) Evalue(int look, double added, Span<double> memory)
    {
        var onset = Onsets[look];
        ref var sum = ref memory[^1];
        sum += added;
        var (none, start, truth) = Interpolated(look, sum);
        var evalue = Math.Exp(start - none) + onset.Unreleased;
        if (design.DelayedOnset)
        {
            var late = Vector512<double>.Zero;
            var less = Vector512.Create(none - memory[^2]);
            for (var j = 0; j < alternatives.Length; j += Lanes)
            {
                var step = (Vector512.Create(alternatives.AsSpan(j)) * added) - Vector512.Create(fleetOfLook.AsSpan((look * alternatives.Length) + j)) - less;
                var next = (Vector512.Create<double>(memory[j..]) + Vector512.Create(onset.Released)) * LogSpace.Exp(step);
                next.CopyTo(memory[j..]);
                late = Vector512.FusedMultiplyAdd(next, Vector512.Create(weights.AsSpan(j)), late);
            }

            evalue += Vector512.Sum(late);
        }

        memory[^2] = none;
        return (evalue, effect is null ? evalue : evalue * Math.Exp(none - truth));
    }

    private (double None, double Start, double True) Interpolated(int look, double sum)
    {
        var at = Math.Clamp((sum - lowest[look]) * perStep[look], 0, Grid - 1);
        var cell = Math.Clamp((int)at, 1, Grid - 3);
        var t = at - cell;

        // Lagrange's cubic through the four points about it.
        var (a, b) = (-t * (t - 1) * (t - 2) / 6, (t + 1) * (t - 1) * (t - 2) / 2);
        var (c, d) = (-(t + 1) * t * (t - 2) / 2, (t + 1) * t * (t - 1) / 6);
        var from = tables.AsSpan(((look * Grid) + cell - 1) * Columns, 4 * Columns);
        return (
            (a * from[0]) + (b * from[3]) + (c * from[6]) + (d * from[9]),
            (a * from[1]) + (b * from[4]) + (c * from[7]) + (d * from[10]),
            (a * from[2]) + (b * from[5]) + (c * from[8]) + (d * from[11]));
    }

    private void Tabulate(int look, int[] events)
    {
        var (mean, information, least) = (0.0, 0.0, 0.0);
        for (var b = 0; b < events.Length; b++)
        {
            var chance = Chance(design.HarmCentre, EventWeights[b], Share);
            mean += events[b] * EventWeights[b] * chance;
            information += events[b] * EventWeights[b] * EventWeights[b] * chance * (1 - chance);
            least += Math.Min(0, events[b] * EventWeights[b]);
        }

        var spread = Math.Max(0.5, Math.Sqrt(information + (design.Sigma0 * design.Sigma0 * information * information)));
        lowest[look] = Math.Max(least, mean - (Below * spread));
        perStep[look] = (Grid - 1) / (mean + (Above * spread) - lowest[look]);
        var fleet = new double[places.Length];
        new ShareSample(0, EventWeights, Array.ConvertAll(events, e => (double)e), Share).FleetTerms(places, fleet);
        var likelihood = new LogLikelihood(design.Domain, fleet);
        var integrals = new NormalIntegrals(design.Domain, [.. design.Alternatives, design.HarmCentre], design.Sigma0);
        var logs = new double[(design.Alternatives.Length + Lanes) / Lanes * Lanes];
        var start = new double[logs.Length];
        Array.Fill(start, double.NegativeInfinity);
        for (var j = 0; j < design.LogWeights.Length; j++)
        {
            start[j] = design.LogWeights[j] + Math.Log(design.AtStart);
        }

        for (var i = 0; i < Grid; i++)
        {
            likelihood.Changed(lowest[look] + (i / perStep[look]));
            var row = tables.AsSpan(((look * Grid) + i) * Columns, Columns);
            row[1] = integrals.Mixture(likelihood, start, logs, out row[0]);
            row[2] = beliefs is null ? row[0] : Believed(likelihood);
        }
    }

    private double Believed(LogLikelihood likelihood)
    {
        Span<double> logs = stackalloc double[beliefs!.Length];
        for (var i = 0; i < logs.Length; i++)
        {
            logs[i] = beliefs[i].LogWeight + beliefs[i].None.None(likelihood);
        }

        return LogSpace.Sum(logs);
    }

    private void OfAlternatives(int look, int[] events, int[] before)
    {
        var added = events.Zip(before, (now, then) => (double)(now - then)).ToArray();
        new ShareSample(0, EventWeights, added, Share).FleetTerms(alternatives, fleetOfLook.AsSpan(look * alternatives.Length, alternatives.Length));
    }

    /// <summary>That an event of weight u falls on a canary of log rate ratio x.</summary>
    public static double Chance(double x, double weight, double share)
    {
        var odds = share / (1 - share) * Math.Exp(x * weight);
        return odds / (1 + odds);
    }

    /// <summary>Its centre is this rollout's alone: no table of it is kept.</summary>
    private static NormalIntegrals Belief(KernelDesign design, HorizonEffect effect, double sigma0) =>
        new(design.Domain, PlaceFunctionals.Own(design.Domain, [design.HarmCentre + effect.Centre(sigma0)]), sigma0);
}
