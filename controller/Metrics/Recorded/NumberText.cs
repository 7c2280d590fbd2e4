using System.Globalization;
using System.Text;

namespace Rollout.Metrics.Recorded;

/// <summary>Decimal numbers read from bytes: a point, no thousands separators, no blanks, exponents allowed.</summary>
public static class NumberText
{
    // Up to 15 digits and 22 decimals the division of two exact doubles is rounded correctly (Clinger 1990, fast path).
    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ];

    /// <summary>False where the text is no number; NaN, infinities and numbers beyond a double are numbers that are not finite.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        if (text.Length is > 0 and <= 16 && TryParsePlain(text, out number))
        {
            return true;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out number) || IsNotFinite(text, out number);
    }

    private static bool TryParsePlain(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        long digits = 0;
        int many = 0, decimals = -1;
        var negative = text[0] == '-';
        for (var at = negative ? 1 : 0; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
                many++;
                decimals += decimals >= 0 ? 1 : 0;
            }
            else if (text[at] == '.' && decimals < 0)
            {
                decimals = 0;
            }
            else
            {
                return false;
            }
        }

        if (many is 0 or > 15)
        {
            return false;
        }

        number = digits / PowersOfTen[Math.Max(decimals, 0)];
        number = negative ? -number : number;
        return true;
    }

    /// <summary>How other tools write what is not a number, so that it is called by its name and not "no number".</summary>
    private static bool IsNotFinite(ReadOnlySpan<byte> text, out double number)
    {
        number = double.NaN;
        var bare = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        return Ascii.EqualsIgnoreCase(bare, "nan"u8) || Ascii.EqualsIgnoreCase(bare, "inf"u8) || Ascii.EqualsIgnoreCase(bare, "infinity"u8);
    }
}
