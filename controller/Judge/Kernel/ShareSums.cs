using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Rollout.Judge;

/// <summary>
/// The running sums of one kernel: a few dozen numbers whatever the number of samples. A working copy, packed into the
/// evidence after each bucket.
/// </summary>
internal sealed class ShareSums
{
    private readonly KernelDesign design;
    private readonly double[] fleet;
    private readonly double[] delayed;
    private readonly double[] places;
    private readonly double[] terms;
    private readonly LogLikelihood likelihood;
    private NormalIntegrals? mixture;
    private NormalIntegrals? none;
    private readonly double[] logs;
    private readonly double[] startWeights;
    private readonly double[] delayedWeights;
    private readonly double[] delayedPlaces;
    private double logNone = double.NaN;
    private double termsOfShare = double.NaN;
    private double canary;
    private double released;
    private double information;
    private double pending;

    public ShareSums(KernelDesign design)
    {
        this.design = design;
        var domain = design.Domain;
        var alternatives = design.Alternatives;
        fleet = new double[domain.Size];
        delayed = new double[design.DelayedOnset ? Whole(alternatives.Length) : 0];
        Array.Fill(delayed, double.NegativeInfinity);
        delayedPlaces = [.. alternatives.Take(delayed.Length), .. new double[Math.Max(0, delayed.Length - alternatives.Length)]];
        places = [.. ChebyshevTable.Of(domain.Size).Points.Select(t => domain.Middle + (domain.Half * t)), .. delayedPlaces];
        terms = new double[places.Length];
        likelihood = new LogLikelihood(domain, fleet);
        logs = new double[Whole(alternatives.Length + 1)];
        startWeights = Padded(design.LogWeights.Select(w => w + Math.Log(design.AtStart)), logs.Length);
        delayedWeights = Padded(design.LateLogWeights.Take(delayed.Length), delayed.Length);
    }

    /// <summary>Of all samples so far, after phi; kept where harm may begin late.</summary>
    public double Information => information;

    /// <summary>All samples so far; whoever holds it sees those that follow.</summary>
    public LogLikelihood Likelihood() => likelihood;

    public void Add(in ShareSample sample)
    {
        if (design.DelayedOnset)
        {
            Release();
        }

        var events = Terms(sample) / design.Phi;
        AddTo(fleet, terms, events);
        canary += sample.Canary / design.Phi;
        if (design.DelayedOnset)
        {
            AddTo(delayed, delayedPlaces, sample.Canary / design.Phi);
            AddTo(delayed, terms.AsSpan(fleet.Length), -events);
            Await(sample.Information() / design.Phi);
        }

        likelihood.Changed(canary);
        logNone = double.NaN;
    }

    /// <summary>Fills in the fleet's terms and says how often they count: those of one plain event serve as long as the share stays.</summary>
    private double Terms(in ShareSample sample)
    {
        if (sample.PlainEvents is not { } plain)
        {
            sample.FleetTerms(places, terms);
            termsOfShare = double.NaN;
            return 1;
        }

        if (sample.Share != termsOfShare)
        {
            new ShareSample(0, [1], [1], sample.Share).FleetTerms(places, terms);
            termsOfShare = sample.Share;
        }

        return plain;
    }

    /// <summary>ln of the e-value against "no harm".</summary>
    public double LogHarm()
    {
        mixture ??= new NormalIntegrals(design.Domain, [.. design.Alternatives, design.HarmCentre], design.SpreadAlternatives ? design.Sigma0 : 0);
        var harm = mixture.Mixture(likelihood, startWeights, logs, out var last);
        logNone = design.SpreadAlternatives || design.Sigma0 == 0 ? last : LogNone();
        if (!design.DelayedOnset)
        {
            return harm - logNone;
        }

        var unreleased = 1 - design.AtStart - released;
        var spare = design.Alternatives.Length;
        if (spare < delayed.Length)
        {
            // What is not released yet takes a lane that only fills a vector: it is in the sum at no cost.
            (delayed[spare], delayedWeights[spare]) = (logNone, unreleased > 1e-15 ? Math.Log(unreleased) : double.NegativeInfinity);
        }
        else if (unreleased > 1e-15)
        {
            harm = LogSpace.Add(harm, Math.Log(unreleased) + logNone);
        }

        return LogSpace.Sum(harm, delayed, delayedWeights) - logNone;
    }

    /// <summary>ln of the null, worked out once after each sample.</summary>
    private double LogNone()
    {
        if (double.IsNaN(logNone))
        {
            none ??= new NormalIntegrals(design.Domain, [design.HarmCentre], design.Sigma0);
            logNone = none.None(likelihood);
        }

        return logNone;
    }

    /// <summary>The onset that past information has released begins now: known before this sample, so the process stays fair.</summary>
    private void Release()
    {
        if (pending > design.OnsetQuantum)
        {
            LogSpace.Add(delayed, Math.Log(pending) + LogNone());
            released += pending;
            pending = 0;
        }
    }

    /// <summary>Delayed sums without those that only fill a vector.</summary>
    private Span<double> Kept => delayed.AsSpan(0, Math.Min(delayed.Length, design.Alternatives.Length));

    private void Await(double added)
    {
        var before = Math.Min(information / design.HorizonInformation, 1);
        information += added;
        pending += (1 - design.AtStart) * (Math.Min(information / design.HorizonInformation, 1) - before);
    }

    /// <summary>Little-endian doubles in base64: exact, and a third of the length of decimals.</summary>
    public string Pack()
    {
        var bytes = new byte[8 * (4 + fleet.Length + Kept.Length)];
        var at = 0;
        foreach (var x in (ReadOnlySpan<double>)[canary, released, information, pending, .. fleet, .. Kept])
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * at++), x);
        }

        return Convert.ToBase64String(bytes);
    }

    /// <exception cref="FormatException">The text was not packed for this design.</exception>
    public static ShareSums Unpack(KernelDesign design, string packed)
    {
        var sums = new ShareSums(design);
        Span<byte> bytes = new byte[8 * (4 + sums.fleet.Length + sums.Kept.Length)];
        if (!Convert.TryFromBase64String(packed, bytes, out var written) || written != bytes.Length)
        {
            throw new FormatException(
                $"The evidence does not fit its baseline: {bytes.Length / 8} numbers expected in base64, {packed.Length} characters found.");
        }

        Span<double> head = stackalloc double[4];
        Read(bytes, head);
        (sums.canary, sums.released, sums.information, sums.pending) = (head[0], head[1], head[2], head[3]);
        Read(bytes[(8 * 4)..], sums.fleet);
        Read(bytes[(8 * (4 + sums.fleet.Length))..], sums.Kept);
        sums.likelihood.Changed(sums.canary);
        return sums;
    }

    private static void AddTo(Span<double> sums, ReadOnlySpan<double> terms, double times)
    {
        var i = 0;
        for (; i <= sums.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            (Vector512.Create<double>(sums[i..]) + (Vector512.Create(terms[i..]) * times)).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] += terms[i] * times;
        }
    }

    /// <summary>Log weights, with the weight 0 behind them.</summary>
    private static double[] Padded(IEnumerable<double> weights, int length)
    {
        var padded = new double[length];
        Array.Fill(padded, double.NegativeInfinity);
        foreach (var (i, weight) in weights.Index())
        {
            padded[i] = weight;
        }

        return padded;
    }

    /// <summary>Rounded up to whole vectors.</summary>
    private static int Whole(int many) => (many + Vector512<double>.Count - 1) / Vector512<double>.Count * Vector512<double>.Count;

    private static void Read(ReadOnlySpan<byte> bytes, Span<double> into)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
        }
    }
}
