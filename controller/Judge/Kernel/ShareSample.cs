using System.Runtime.Intrinsics;

namespace Rollout.Judge;

/// <summary>
/// One sample of a kernel: the fleet's events of one bucket in groups of equal weight, and what of them fell on the canary.
/// An event of weight u falls on a canary of log rate ratio x with the odds rho e^((x + shift) u) : 1 - rho.
/// </summary>
/// <param name="canary">Sum of the weights of the canary's events.</param>
/// <param name="weights">Weight u of each group.</param>
/// <param name="counts">The fleet's events in each group, canary included.</param>
/// <param name="share">rho, in (0, 1): the canary's expected share of the fleet's events.</param>
/// <param name="shift">The canary's log rate ratio where it does as expected; 0 where rho says it all.</param>
internal readonly ref struct ShareSample(
    double canary, ReadOnlySpan<double> weights, ReadOnlySpan<double> counts, double share, double shift = 0)
{
    public double Canary { get; } = canary;

    /// <summary>The expected share.</summary>
    public double Share { get; } = share;

    /// <summary>The fleet's events where all weigh 1 and nothing is shifted: the terms are this many times those of one event. Else null.</summary>
    public double? PlainEvents { get; } = weights.Length == 1 && weights[0] == 1 && shift == 0 ? counts[0] : null;

    /// <summary>rho (1 - rho) times the sum of n u^2: what the sample tells about x, before phi.</summary>
    public double Information()
    {
        var sum = 0.0;
        for (var i = 0; i < Counts.Length; i++)
        {
            sum += Counts[i] * Weights[i] * Weights[i];
        }

        return Share * (1 - Share) * sum;
    }

    /// <summary>Sum of n ln(1 - rho + rho e^(xu)) over the groups at each x, relative to no difference.</summary>
    public void FleetTerms(ReadOnlySpan<double> places, Span<double> terms)
    {
        var unshifted = shift == 0 ? 0 : FleetTerms(Vector256<double>.Zero, 0)[0];
        Span<double> four = stackalloc double[Vector256<double>.Count];
        for (var i = 0; i < places.Length; i += four.Length)
        {
            var now = Math.Min(four.Length, places.Length - i);
            places.Slice(i, now).CopyTo(four);
            FleetTerms(Vector256.Create<double>(four), unshifted).CopyTo(four);
            four[..now].CopyTo(terms[i..]);
        }
    }

    private ReadOnlySpan<double> Weights { get; } = weights;

    private ReadOnlySpan<double> Counts { get; } = counts;

    private Vector256<double> FleetTerms(Vector256<double> x, double unshifted)
    {
        var sum = Vector256.Create(-unshifted);
        var moved = x + Vector256.Create(shift);
        for (var i = 0; i < Counts.Length; i++)
        {
            if (Counts[i] != 0)
            {
                var odds = Vector256.Exp(moved * Weights[i]) - Vector256<double>.One;
                sum += Vector256.Log(Vector256<double>.One + (odds * Share)) * Counts[i];
            }
        }

        return sum;
    }
}
