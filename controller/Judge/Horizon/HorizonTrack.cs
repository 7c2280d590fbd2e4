namespace Rollout.Judge;

/// <summary>Events that are drawn together on a planned path, and the kernels that look at them: orders, their values, their ranks.</summary>
internal sealed class HorizonTrack
{
    private readonly int[][] added;

    private HorizonTrack(IReadOnlyList<HorizonPart> parts, int[][] events)
    {
        Parts = parts;
        added = [.. events.Select((now, look) => look == 0 ? now : now.Zip(events[look - 1], (n, then) => n - then).ToArray())];
    }

    public IReadOnlyList<HorizonPart> Parts { get; }

    /// <param name="looks">Of the rollout.</param>
    /// <param name="information">Planned for all of it, as a multiple of the kernels' own.</param>
    /// <param name="share">The expected share of those who are judged.</param>
    /// <param name="events">The fleet's effective events over the whole length: divided by phi.</param>
    /// <param name="classes">How events are spread over classes, with their weights for each part.</param>
    /// <param name="kernels">Design, what is known of its node effect, and weight of each part, in the order of the classes' weights.</param>
    public static HorizonTrack Of(
        HorizonLooks looks, double information, double share, double events, IReadOnlyList<(double Part, double[] Weights)> classes,
        IReadOnlyList<(KernelDesign Design, HorizonEffect? Effect, double Weight)> kernels)
    {
        int[][] planned =
        [
            .. looks.Ends.Select(end => classes.Select(c => (int)Math.Min(int.MaxValue / 2, Math.Round(events * end * c.Part))).ToArray()),
        ];
        return new HorizonTrack(
            [
                .. kernels.Select((k, i) => new HorizonPart(
                    k.Design, k.Effect, new HorizonOnsets(k.Design, looks, information), k.Weight, share, [.. classes.Select(c => c.Weights[i])], planned)),
            ],
            planned);
    }

    /// <summary>One look: draws what falls on the canary and gives the weighted sums of the parts' e-values, as judged and as they would be with the true null.</summary>
    /// <param name="look">Its index.</param>
    /// <param name="chances">By class: that an event falls on the canary.</param>
    /// <param name="memory">Of this path.</param>
    /// <param name="draws">Randomness.</param>
    public (double Judged, double True) Look(int look, ReadOnlySpan<double> chances, Span<double> memory, ref HorizonDraws draws)
    {
        Span<double> sums = stackalloc double[Parts.Count];
        for (var b = 0; b < chances.Length; b++)
        {
            var canary = draws.Binomial(added[look][b], chances[b]);
            for (var p = 0; p < sums.Length; p++)
            {
                sums[p] += canary * Parts[p].EventWeights[b];
            }
        }

        var (judged, known) = (0.0, 0.0);
        for (var p = 0; p < sums.Length; p++)
        {
            var (evalue, truth) = Parts[p].Evalue(look, sums[p], memory[..Parts[p].Memory]);
            judged += Parts[p].Weight * evalue;
            known += Parts[p].Weight * truth;
            memory = memory[Parts[p].Memory..];
        }

        return (judged, known);
    }

    public int Memory => Parts.Sum(p => p.Memory);

    public int Classes => added[0].Length;
}
