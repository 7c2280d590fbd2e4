using System.Globalization;

namespace Rollout.Probes.Contracts;

/// <summary>Which format a text has. Pure; linear in the text's length.</summary>
internal static class TextFormats
{
    private const int Longest = 2048;
    private const int LongestNumber = 40;

    /// <summary>A text has one format at most; what might be two is the first of them.</summary>
    public static TextFormat Of(string text) => text switch
    {
        { Length: 0 or > Longest } => TextFormat.Plain,
        _ when IsDate(text) => TextFormat.Date,
        _ when IsDateTime(text) => TextFormat.DateTime,
        _ when text.Length == 36 && Guid.TryParseExact(text, "D", out _) => TextFormat.Uuid,
        _ when IsNumber(text) => TextFormat.Number,
        _ when IsUrl(text) => TextFormat.Url,
        _ when IsEmail(text) => TextFormat.Email,
        _ => TextFormat.Plain,
    };

    /// <summary>As the end of "was always ..." and of "is ...".</summary>
    public static string Described(TextFormat? format) => format switch
    {
        TextFormat.DateTime => "a date and time in a text",
        TextFormat.Date => "a date in a text",
        TextFormat.Uuid => "a UUID",
        TextFormat.Url => "a URL",
        TextFormat.Email => "an address of e-mail",
        TextFormat.Number => "a number in a text",
        _ => "another text",
    };

    private static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length == 10 && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>With as many digits of a second as there are: some write nine, and leave zeros at the end away.</summary>
    private static bool IsDateTime(ReadOnlySpan<char> text)
    {
        if (text.Length < 20 || text[10] is not ('T' or 't') || !IsDate(text[..10])
            || !TimeOnly.TryParseExact(text[11..19], "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return false;
        }

        var rest = text[19..];
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits < 1)
            {
                return false;
            }

            rest = rest[(1 + digits)..];
        }

        return rest is "Z" or "z"
            || (rest.Length == 6 && rest[0] is '+' or '-' && TimeOnly.TryParseExact(rest[1..], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    }

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        var digits = text[0] == '-' ? text[1..] : text;
        if (digits.Length is 0 or > LongestNumber || (digits[0] == '0' && digits.Length > 1 && digits[1] != '.'))
        {
            return false;
        }

        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? "0" : digits[(point + 1)..];
        return whole.Length > 0 && fraction.Length > 0 && !whole.ContainsAnyExceptInRange('0', '9') && !fraction.ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsUrl(string text) =>
        char.IsAsciiLetter(text[0]) && text.Contains("://", StringComparison.Ordinal) && !text.Any(char.IsWhiteSpace)
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0;

    private static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && text.Length <= 254 && text.IndexOf('@', at + 1) < 0 && text.IndexOf('.', at + 2) is var dot && dot > 0 && dot < text.Length - 1
            && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';');
    }
}
