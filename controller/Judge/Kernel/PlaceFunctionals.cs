using System.Runtime.Intrinsics;

namespace Rollout.Judge;

/// <summary>
/// The series' value and its first three derivatives at fixed places, each a fixed sum over the values at the Chebyshev points: with
/// these at hand neither coefficients nor recurrences are needed there.
/// </summary>
internal sealed class PlaceFunctionals
{
    public const int Lanes = 8;

    private const int Derivatives = 4;

    /// <summary>Of at most 60 KB each.</summary>
    private const int MostKept = 128;

    private static readonly KeptTables<Key, PlaceFunctionals> Kept = new(MostKept, key => new PlaceFunctionals(key.Domain, key.Centres));

    private readonly double[] places;
    private readonly AlignedTable columns;

    private PlaceFunctionals(KernelDomain domain, double[] centres)
    {
        Many = centres.Length;
        Padded = (Many + Lanes - 1) / Lanes * Lanes;
        places = [.. centres, .. Enumerable.Repeat(centres[^1], Padded - Many)];
        columns = new AlignedTable(domain.Size * Derivatives * Padded);
        var table = ChebyshevTable.Of(domain.Size);
        for (var p = 0; p < Padded; p++)
        {
            for (var d = 0; d < Derivatives; d++)
            {
                var functional = table.Functional(Math.Clamp((places[p] - domain.Middle) / domain.Half, -1, 1), d);
                for (var i = 0; i < domain.Size; i++)
                {
                    columns[(((i * Derivatives) + d) * Padded) + p] = functional[i] / Math.Pow(domain.Half, d);
                }
            }
        }
    }

    public int Many { get; }

    /// <summary>Their number rounded up to whole vectors; the last place stands in for the missing ones.</summary>
    public int Padded { get; }

    /// <summary>Of centres that many rollouts share: the listed losses, the end of the null.</summary>
    public static PlaceFunctionals For(KernelDomain domain, double[] centres) => Kept.Of(new Key(domain, centres));

    /// <summary>Of centres that one rollout has, and for no longer than it needs them.</summary>
    public static PlaceFunctionals Own(KernelDomain domain, double[] centres) => new(domain, centres);

    public double this[int place] => places[place];

    public Vector512<double> Places(int lane) => Vector512.Create<double>(places.AsSpan(lane, Lanes));

    /// <summary>D alone at eight places.</summary>
    public Vector512<double> Values(int lane, double canary, ReadOnlySpan<double> fleet)
    {
        Vector512<double> first = default, second = default;
        var table = columns;
        var row = Derivatives * Padded;
        var at = lane;
        var i = 0;
        for (; i + 1 < fleet.Length; i += 2, at += 2 * row)
        {
            first = Vector512.FusedMultiplyAdd(table.Load(at), Vector512.Create(fleet[i]), first);
            second = Vector512.FusedMultiplyAdd(table.Load(at + row), Vector512.Create(fleet[i + 1]), second);
        }

        if (i < fleet.Length)
        {
            first = Vector512.FusedMultiplyAdd(table.Load(at), Vector512.Create(fleet[i]), first);
        }

        return (Places(lane) * canary) - (first + second);
    }

    /// <summary>D and its first three derivatives at twice eight places (the same eight where there are no more).</summary>
    public void Shapes(int lane, double canary, ReadOnlySpan<double> fleet, out LocalShape first, out LocalShape second)
    {
        Vector512<double> valueA = default, slopeA = default, bendA = default, thirdA = default;
        Vector512<double> valueB = default, slopeB = default, bendB = default, thirdB = default;
        var table = columns;
        var (padded, next) = (Padded, lane + Lanes < Padded ? Lanes : 0);
        var (a, b) = (lane, lane + next);
        for (var i = 0; i < fleet.Length; i++, a += Derivatives * padded, b += Derivatives * padded)
        {
            var now = Vector512.Create(fleet[i]);
            valueA = Vector512.FusedMultiplyAdd(table.Load(a), now, valueA);
            slopeA = Vector512.FusedMultiplyAdd(table.Load(a + padded), now, slopeA);
            bendA = Vector512.FusedMultiplyAdd(table.Load(a + (2 * padded)), now, bendA);
            thirdA = Vector512.FusedMultiplyAdd(table.Load(a + (3 * padded)), now, thirdA);
            valueB = Vector512.FusedMultiplyAdd(table.Load(b), now, valueB);
            slopeB = Vector512.FusedMultiplyAdd(table.Load(b + padded), now, slopeB);
            bendB = Vector512.FusedMultiplyAdd(table.Load(b + (2 * padded)), now, bendB);
            thirdB = Vector512.FusedMultiplyAdd(table.Load(b + (3 * padded)), now, thirdB);
        }

        first = new LocalShape((Places(lane) * canary) - valueA, Vector512.Create(canary) - slopeA, -bendA, -thirdA);
        second = new LocalShape((Places(lane + next) * canary) - valueB, Vector512.Create(canary) - slopeB, -bendB, -thirdB);
    }

    private readonly struct Key(KernelDomain domain, double[] centres) : IEquatable<Key>
    {
        public KernelDomain Domain { get; } = domain;

        public double[] Centres { get; } = centres;

        public bool Equals(Key other) => Domain.Equals(other.Domain) && Centres.AsSpan().SequenceEqual(other.Centres);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(Domain.Size, Domain.Low, Centres.Length, Centres[0], Centres[^1]);
    }
}
