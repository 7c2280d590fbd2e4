using System.Runtime.Intrinsics;

namespace Rollout.Judge;

/// <summary>
/// The series' value and first three derivatives at places a tenth apart over the whole domain, each a fixed sum over the values at the
/// Chebyshev points: where D has its top, and what it looks like there, follow in a few such sums.
/// </summary>
internal sealed class DerivativeGrid
{
    private const int Lanes = 8;
    private const int Derivatives = 4;
    private const int MostKept = 128;
    private const int MostMoves = 6;
    private const double Spacing = 0.1;

    private static readonly KeptTables<KernelDomain, DerivativeGrid> Kept = new(MostKept, domain => new DerivativeGrid(domain));

    private readonly KernelDomain domain;
    private readonly int places;
    private readonly int blocks;
    private readonly AlignedTable rows;

    private DerivativeGrid(KernelDomain domain)
    {
        this.domain = domain;
        places = (int)Math.Ceiling((domain.High - domain.Low) / Spacing) + 1;
        blocks = (domain.Size + Lanes - 1) / Lanes;
        rows = new AlignedTable(places * Derivatives * blocks * Lanes);
        var table = ChebyshevTable.Of(domain.Size);
        for (var p = 0; p < places; p++)
        {
            for (var d = 0; d < Derivatives; d++)
            {
                var functional = table.Functional(Math.Clamp((Place(p) - domain.Middle) / domain.Half, -1, 1), d);
                for (var i = 0; i < domain.Size; i++)
                {
                    rows[Row(p, d) + At(i)] = functional[i] / Math.Pow(domain.Half, d);
                }
            }
        }
    }

    public static DerivativeGrid For(KernelDomain domain) => Kept.Of(domain);

    /// <summary>The place next to the top of D, by Newton's rule from place to place; D and its derivatives there.</summary>
    public (double Place, double Value, double Slope, double Bend, double Third) AtTop(double canary, ReadOnlySpan<double> fleet)
    {
        var p = Nearest(0);
        for (var i = 0; ; i++)
        {
            var (slope, bend) = (canary - Sum(p, 1, fleet), -Sum(p, 2, fleet));
            var (place, moved) = (Place(p), 0.0);
            if (bend < 0)
            {
                // Bent, as a rate of events that grows like e^x has it; no more than four at once.
                var by = Math.Max(1 - (slope / bend), 0.02);
                moved = Math.Min(Math.Log(by), 4);
            }

            var next = Nearest(place + moved);
            if (next == p || i == MostMoves)
            {
                return (place, (canary * place) - Sum(p, 0, fleet), slope, bend, -Sum(p, 3, fleet));
            }

            p = next;
        }
    }

    private double Place(int p) => domain.Low + ((domain.High - domain.Low) * p / (places - 1));

    private int Nearest(double x) => (int)Math.Clamp(Math.Round((x - domain.Low) / (domain.High - domain.Low) * (places - 1)), 0, places - 1);

    private int Row(int p, int d) => ((p * Derivatives) + d) * blocks * Lanes;

    /// <summary>The last block begins eight before the end, whatever the size: what it shares with the one before counts once.</summary>
    private int At(int i)
    {
        var last = (blocks - 1) * Lanes;
        return i < last ? i : last + i - (domain.Size - Lanes);
    }

    private double Sum(int p, int d, ReadOnlySpan<double> fleet)
    {
        var row = Row(p, d);
        var sum = rows.Load(row + ((blocks - 1) * Lanes)) * Vector512.Create(fleet[^Lanes..]);
        for (var b = 0; b < blocks - 1; b++)
        {
            sum = Vector512.FusedMultiplyAdd(rows.Load(row + (b * Lanes)), Vector512.Create(fleet[(b * Lanes)..]), sum);
        }

        return Vector512.Sum(sum);
    }
}
