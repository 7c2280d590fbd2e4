using System.Globalization;
using System.Text;

namespace Rollout.Metrics.Exposition;

/// <summary>
/// Numbers as both formats write them: the grammar of OpenMetrics 1.0 ("number"), which is what 0.0.4 asks of Go's ParseFloat without
/// its hexadecimal forms, which no exposer writes.
/// </summary>
internal static class NumberText
{
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (TryParseReal(text, out value))
        {
            return true;
        }

        var sign = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        var word = text[sign..];
        if (Ascii.EqualsIgnoreCase(word, "inf"u8) || Ascii.EqualsIgnoreCase(word, "infinity"u8))
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        value = double.NaN;
        return Ascii.EqualsIgnoreCase(text, "nan"u8);
    }

    /// <summary>A finite number within the range of a double; no infinity, no NaN.</summary>
    public static bool TryParseReal(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        return IsReal(text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    private static bool IsReal(ReadOnlySpan<byte> text)
    {
        var at = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        var digits = Digits(text, ref at);
        if (at < text.Length && text[at] == '.')
        {
            at++;
            digits += Digits(text, ref at);
        }

        if (digits == 0)
        {
            return false;
        }

        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            at++;
            if (at < text.Length && text[at] is (byte)'-' or (byte)'+')
            {
                at++;
            }

            if (Digits(text, ref at) == 0)
            {
                return false;
            }
        }

        return at == text.Length;
    }

    private static int Digits(ReadOnlySpan<byte> text, ref int at)
    {
        var from = at;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }

        return at - from;
    }
}
