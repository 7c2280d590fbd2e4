using System.Text.RegularExpressions;

namespace Rollout.Probes;

/// <summary>Takes out of a shown body what looks like a secret: values of telling names, bearer tokens, card numbers.</summary>
public static class Redaction
{
    private const string Mask = "***";

    // "pin" stands for itself: it is within "shipping" and "mapping".
    private const string Telling = "(?:[A-Za-z0-9_-]*(?:password|passwd|secret|token|apikey|api[_-]key|authorization"
        + "|cookie|session|credential|cvv|cvc|iban)[A-Za-z0-9_-]*|(?:[A-Za-z0-9_-]*[_-])?pin(?:[_-]?(?:code|number|no))?)";
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly Regex TellingName = new($"^{Telling}$", Linear, Timeout);
    private static readonly Regex JsonMember = new($"(\"{Telling}\"\\s*:\\s*)(\"(?:[^\"\\\\]|\\\\.)*\"?|\\{{[^{{}}]*\\}}?|\\[[^\\[\\]]*\\]?|[^,{{}}\\[\\]\\s\"]+)", Linear, Timeout);
    private static readonly Regex FormField = new($"(\\b{Telling}=)[^&\\s;\"']+", Linear, Timeout);
    private static readonly Regex Bearer = new("(\\b(?:bearer|basic)\\s+)[A-Za-z0-9._~+/=-]+", Linear, Timeout);
    private static readonly Regex Jwt = new("\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)?", Linear & ~RegexOptions.IgnoreCase, Timeout);
    private static readonly Regex Card = new("\\b[0-9](?:[ -]?[0-9]){12,18}\\b", Linear, Timeout);

    /// <summary>Whether what goes by this name is likely a secret: of a member, a header, a field.</summary>
    public static bool IsTelling(string name) => TellingName.IsMatch(name);

    /// <summary>
    /// At most <paramref name="characters"/> of the text, on one line. Redacted before it is cut, so that no half of a secret remains.
    /// </summary>
    public static string Shown(string text, int characters)
    {
        try
        {
            return Clear(text, characters);
        }
        catch (RegexMatchTimeoutException)
        {
            return Mask;
        }
    }

    private static string Clear(string text, int characters)
    {
        var clear = text.Length > characters * 8 ? text[..(characters * 8)] : text;
        clear = JsonMember.Replace(clear, "$1\"" + Mask + "\"");
        clear = FormField.Replace(clear, "$1" + Mask);
        clear = Bearer.Replace(clear, "$1" + Mask);
        clear = Jwt.Replace(clear, Mask);
        clear = Card.Replace(clear, Mask);
        clear = string.Concat(clear.Select(c => char.IsControl(c) ? ' ' : c));
        return clear.Length > characters ? clear[..characters] + "…" : clear;
    }

    /// <summary>One value found at a JSON path: masked where the path's last name is a telling one.</summary>
    public static string Value(string path, string text, int characters) => IsTelling(LastName(path)) ? Mask : Shown(text, characters);

    /// <summary>The name at the end of a JSON path; of a header's name, the name.</summary>
    internal static string LastName(string path) => path[(path.LastIndexOfAny(['.', '[']) + 1)..].Trim('\'', '"', ']');
}
