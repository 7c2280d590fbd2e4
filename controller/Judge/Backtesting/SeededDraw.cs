namespace Rollout.Judge;

/// <summary>
/// Draws that are functions of a key alone: the same whatever is drawn before, beside or on how many threads. The mixing function of
/// SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014) over a running key.
/// </summary>
public readonly record struct SeededDraw(ulong Key)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    public static SeededDraw Of(long seed) => new(Mix((ulong)seed + Golden));

    /// <summary>A stream of its own for a part of what is drawn.</summary>
    public SeededDraw For(long part) => new(Mix(Key + (Golden * ((ulong)part + 1))));

    /// <summary>In [0, 1), 53 bits.</summary>
    public double Uniform() => (Mix(Key) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
