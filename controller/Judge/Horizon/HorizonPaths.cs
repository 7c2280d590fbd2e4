namespace Rollout.Judge;

/// <summary>
/// Rollouts without harm, simulated where they matter: each path is drawn with the harm that one of the rollout's own alternatives says,
/// and counts 1/E at its first crossing, E with the null that paths without harm are believed to follow. Since that is the likelihood ratio of
/// just these alternatives against no harm, the mean is the chance of the crossing without harm (Siegmund, Sequential Analysis, 1985,
/// section II.4); it needs far fewer paths than waiting for one rollout in a hundred.
/// </summary>
internal sealed class HorizonPaths
{
    /// <summary>Thresholds are looked at in steps of this.</summary>
    public const double Step = 0.01;

    private readonly IReadOnlyList<HorizonTrack> tracks;
    private readonly HorizonLooks looks;
    private readonly double[] memory;
    private readonly double[][] chances;
    private readonly (int Track, int Part)[] sources;
    private readonly double[] sourceWeights;
    private readonly double[][] alternativeWeights;
    private readonly double[][] lateWeights;
    private readonly double total;

    public HorizonPaths(IReadOnlyList<HorizonTrack> tracks, HorizonLooks looks)
    {
        (this.tracks, this.looks) = (tracks, looks);
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
        var harmed = tracks[source.Track].Parts[source.Part];
        var onset = harmed.Onsets.LookOf(draws.Uniform());
        var harm = harmed.Design.Alternatives[draws.Choice((onset == 0 ? alternativeWeights : lateWeights)[index])];
        for (var t = 0; t < tracks.Count; t++)
        {
            // The harmed part's node effect is the one that its alternatives carry; the others follow what is believed of theirs.
            var part = t == source.Track ? harmed : tracks[t].Parts[0];
            var effect = t == source.Track ? part.Design.Sigma0 * draws.Normal() : part.Effect(draws.Normal(), draws.Normal());
            Expect(t, part, (onset == 0 && t == source.Track ? harm : part.Design.HarmCentre) + effect);
        }

        var crossed = 0;
        for (var look = 0; look < looks.Ends.Length && crossed < sums.Length; look++)
        {
            if (look == onset && onset > 0)
            {
                Expect(source.Track, harmed, harm);
            }

            var (judged, known) = (0.0, 0.0);
            var room = memory.AsSpan();
            for (var t = 0; t < tracks.Count; t++)
            {
                var (evalue, truth) = tracks[t].Look(look, chances[t], room, ref draws);
                (judged, known) = (judged + evalue, known + truth);
                room = room[tracks[t].Memory..];
            }

            // A look that stands for several buckets may have been crossed between them: no credit for having jumped over the threshold.
            for (var log = Math.Log(judged); crossed < sums.Length && crossed * Step <= log; crossed++)
            {
                var worth = total / known * (look < looks.Single ? 1 : judged / Math.Exp(crossed * Step));
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
}
