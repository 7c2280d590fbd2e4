namespace Rollout.FakeKubernetes.Cel.Costs;

/// <summary>Arithmetic of estimates: what is too large to say is the largest number. The factors are those of cel-go, common/cost.go.</summary>
internal static class CelMath
{
    /// <summary>To walk one character of a text.</summary>
    public const double Character = 0.1;

    /// <summary>One character of a regular expression, for every unit that the text costs.</summary>
    public const double Pattern = 0.25;

    public const ulong NewList = 10;

    public const ulong NewMap = 30;

    private const double TooLarge = 18446744073709551616.0;

    public static ulong Sum(params ReadOnlySpan<ulong> parts)
    {
        ulong sum = 0;
        foreach (var part in parts)
        {
            sum = part > ulong.MaxValue - sum ? ulong.MaxValue : sum + part;
        }

        return sum;
    }

    public static ulong Times(ulong a, ulong b) => b != 0 && a > ulong.MaxValue / b ? ulong.MaxValue : a * b;

    /// <summary>A size times a factor, rounded up.</summary>
    public static ulong Part(ulong size, double factor)
    {
        var whole = Math.Ceiling(size * factor);
        return whole >= TooLarge ? ulong.MaxValue : (ulong)whole;
    }
}
