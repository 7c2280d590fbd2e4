using System.Buffers.Binary;

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
    private double termsOfShare = double.NaN;
    private double canary;
    private double released;
    private double information;
    private double pending;

    public ShareSums(KernelDesign design)
    {
        this.design = design;
        fleet = new double[design.Domain.Size];
        delayed = new double[design.DelayedOnset ? design.Alternatives.Length : 0];
        Array.Fill(delayed, double.NegativeInfinity);
        var domain = design.Domain;
        var points = ChebyshevTable.Of(domain.Size).Points.Select(t => domain.Middle + (domain.Half * t));
        places = [.. points, .. design.Alternatives.Take(delayed.Length)];
        terms = new double[places.Length];
    }

    public LogLikelihood Likelihood() => new(design.Domain, canary, fleet);

    public void Add(in ShareSample sample)
    {
        if (design.DelayedOnset)
        {
            Release();
        }

        var events = Terms(sample) / design.Phi;
        for (var i = 0; i < fleet.Length; i++)
        {
            fleet[i] += terms[i] * events;
        }

        canary += sample.Canary / design.Phi;
        if (design.DelayedOnset)
        {
            for (var j = 0; j < delayed.Length; j++)
            {
                delayed[j] += (sample.Canary * design.Alternatives[j] / design.Phi) - (terms[fleet.Length + j] * events);
            }

            Await(sample.Information() / design.Phi);
        }
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
    public double LogHarm(LogLikelihood likelihood)
    {
        var spread = design.SpreadAlternatives ? design.Sigma0 : 0;
        var none = likelihood.Integrated(design.HarmCentre, design.Sigma0);
        Span<double> logs = stackalloc double[design.Alternatives.Length];
        for (var j = 0; j < logs.Length; j++)
        {
            var fromStart = Math.Log(design.AtStart) + likelihood.Integrated(design.Alternatives[j], spread);
            logs[j] = design.LogWeights[j] + (design.DelayedOnset ? LogSpace.Add(fromStart, delayed[j]) : fromStart) - none;
        }

        var unreleased = design.DelayedOnset ? 1 - design.AtStart - released : 0;
        var harm = LogSpace.Sum(logs);
        return unreleased <= 1e-15 ? harm : LogSpace.Add(harm, Math.Log(unreleased));
    }

    /// <summary>The onset that past information has released begins now: known before this sample, so the process stays fair.</summary>
    private void Release()
    {
        if (pending <= design.OnsetQuantum)
        {
            return;
        }

        var onset = Math.Log(pending) + Likelihood().Integrated(design.HarmCentre, design.Sigma0);
        for (var j = 0; j < delayed.Length; j++)
        {
            delayed[j] = LogSpace.Add(delayed[j], onset);
        }

        released += pending;
        pending = 0;
    }

    private void Await(double added)
    {
        var before = Math.Min(information / design.HorizonInformation, 1);
        information += added;
        pending += (1 - design.AtStart) * (Math.Min(information / design.HorizonInformation, 1) - before);
    }

    /// <summary>Little-endian doubles in base64: exact, and a third of the length of decimals.</summary>
    public string Pack()
    {
        var bytes = new byte[8 * (4 + fleet.Length + delayed.Length)];
        var at = 0;
        foreach (var x in (ReadOnlySpan<double>)[canary, released, information, pending, .. fleet, .. delayed])
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * at++), x);
        }

        return Convert.ToBase64String(bytes);
    }

    /// <exception cref="FormatException">The text was not packed for this design.</exception>
    public static ShareSums Unpack(KernelDesign design, string packed)
    {
        var sums = new ShareSums(design);
        Span<byte> bytes = new byte[8 * (4 + sums.fleet.Length + sums.delayed.Length)];
        if (!Convert.TryFromBase64String(packed, bytes, out var written) || written != bytes.Length)
        {
            throw new FormatException(
                $"The evidence does not fit its baseline: {bytes.Length / 8} numbers expected in base64, {packed.Length} characters found.");
        }

        Span<double> head = stackalloc double[4];
        Read(bytes, head);
        (sums.canary, sums.released, sums.information, sums.pending) = (head[0], head[1], head[2], head[3]);
        Read(bytes[(8 * 4)..], sums.fleet);
        Read(bytes[(8 * (4 + sums.fleet.Length))..], sums.delayed);
        return sums;
    }

    private static void Read(ReadOnlySpan<byte> bytes, Span<double> into)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
        }
    }
}
