namespace Rollout.Judge;

/// <summary>
/// Rollouts without harm, simulated where they matter: each path is drawn with the harm that one of the rollout's own alternatives says,
/// and counts 1/E at its first crossing. Since E is the likelihood ratio of just these alternatives against no harm, the mean of that is the
/// chance of the crossing without harm (Siegmund, Sequential Analysis, 1985, section II.4); it needs far fewer paths than waiting for
/// one rollout in a hundred.
/// </summary>
internal sealed class HorizonPaths
{
    /// <summary>Thresholds are looked at in steps of this.</summary>
    public const double Step = 0.01;

    private readonly IReadOnlyList<HorizonTrack> tracks;
    private readonly HorizonLooks looks;
    private readonly (double Released, double Unreleased)[] onsets;
    private readonly double[] memory;
    private readonly double[][] chances;
    private readonly (int Track, int Part)[] sources;
    private readonly double[] sourceWeights;
    private readonly double[][] alternativeWeights;
    private readonly double[][] lateWeights;
    private readonly double total;

    public HorizonPaths(IReadOnlyList<HorizonTrack> tracks, HorizonLooks looks, double information)
    {
        (this.tracks, this.looks) = (tracks, looks);
        onsets = Onsets(tracks[0].Parts[0].Design, looks, information);
        memory = new double[tracks.Sum(t => t.Memory)];
        chances = [.. tracks.Select(t => new double[t.Classes])];
        sources = [.. tracks.SelectMany((t, i) => t.Parts.Select((_, p) => (i, p)))];
        sourceWeights = [.. sources.Select(s => tracks[s.Track].Parts[s.Part].Weight)];
        total = sourceWeights.Sum();
        sourceWeights = [.. sourceWeights.Select(w => w / total)];
        alternativeWeights = [.. sources.Select(s => tracks[s.Track].Parts[s.Part].Design.LogWeights.Select(Math.Exp).ToArray())];
        lateWeights = [.. sources.Select(s => tracks[s.Track].Parts[s.Part].Design.LateLogWeights.Select(Math.Exp).ToArray())];
    }

    /// <summary>Upper bounds (three standard errors) of the chance to reach each threshold k times <see cref="Step"/> without harm.</summary>
    public double[] Chances(int paths, double highest, long seed)
    {
        var sums = new double[(int)Math.Ceiling(highest / Step) + 1];
        var squares = new double[sums.Length];
        for (var path = 0; path < paths; path++)
        {
            var draws = new HorizonDraws(unchecked(((ulong)seed * 0xD1342543DE82EF95) + ((ulong)path * 0xAF251AF3B0F025B5)));
            Play(ref draws, sums, squares);
        }

        return
        [
            .. sums.Zip(squares, (sum, square) =>
            {
                var mean = sum / paths;
                return mean + (3 * Math.Sqrt(Math.Max(0, (square / paths) - (mean * mean)) / paths));
            }),
        ];
    }

    private void Play(ref HorizonDraws draws, double[] sums, double[] squares)
    {
        Array.Clear(memory);
        var index = draws.Choice(sourceWeights);
        var source = sources[index];
        var design = tracks[source.Track].Parts[source.Part].Design;
        var onset = OnsetLook(draws.Uniform());
        var harm = design.Alternatives[draws.Choice((onset == 0 ? alternativeWeights : lateWeights)[index])];
        for (var t = 0; t < tracks.Count; t++)
        {
            var part = tracks[t].Parts[t == source.Track ? source.Part : 0];
            Expect(t, part, (onset == 0 && t == source.Track ? harm : part.Design.HarmCentre) + (part.Design.Sigma0 * draws.Normal()));
        }

        var crossed = 0;
        for (var look = 0; look < looks.Ends.Length && crossed < sums.Length; look++)
        {
            if (look == onset && onset > 0)
            {
                Expect(source.Track, tracks[source.Track].Parts[source.Part], harm);
            }

            var evalue = 0.0;
            var room = memory.AsSpan();
            for (var t = 0; t < tracks.Count; t++)
            {
                evalue += tracks[t].Look(look, chances[t], onsets[look], room, ref draws);
                room = room[tracks[t].Memory..];
            }

            // A look that stands for several buckets may have been crossed between them: no credit for having jumped over the threshold.
            for (var log = Math.Log(evalue); crossed < sums.Length && crossed * Step <= log; crossed++)
            {
                var worth = total / (look < looks.Single ? evalue : Math.Exp(crossed * Step));
                sums[crossed] += worth;
                squares[crossed] += worth * worth;
            }
        }
    }

    private void Expect(int track, HorizonPart part, double x)
    {
        for (var b = 0; b < chances[track].Length; b++)
        {
            chances[track][b] = HorizonPart.Chance(x, part.EventWeights[b], part.Share);
        }
    }

    /// <summary>0: from the start; beyond the last look: not within this rollout.</summary>
    private int OnsetLook(double uniform)
    {
        for (var look = 0; look < onsets.Length; look++)
        {
            if (1 - onsets[look].Unreleased > uniform)
            {
                return uniform < 1 - onsets[0].Unreleased ? 0 : look;
            }
        }

        return onsets.Length;
    }

    /// <summary>As the kernels release what begins late: by past information, in portions.</summary>
    private static (double Released, double Unreleased)[] Onsets(KernelDesign design, HorizonLooks looks, double information)
    {
        var released = new (double, double)[looks.Ends.Length];
        var (pending, left, before) = (0.0, 1 - design.AtStart, 0.0);
        for (var look = 0; look < released.Length; look++)
        {
            var now = pending > design.OnsetQuantum ? pending : 0;
            (pending, left) = (pending - now, left - now);
            released[look] = (now, Math.Max(0, left));
            var after = Math.Min(looks.Ends[look] * information, 1);
            pending += (1 - design.AtStart) * (after - before);
            before = after;
        }

        return released;
    }
}
