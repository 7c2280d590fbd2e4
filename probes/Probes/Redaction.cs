using System.Text.RegularExpressions;

namespace Rollout.Probes;

/// <summary>Takes out of a shown body what looks like a secret: values of telling names, bearer tokens, card numbers.</summary>
public static class Redaction
{
    private const string Mask = "***";

    // "pin" and its like stand for themselves: they are within "shipping", "passed" and "author".
    private const string Telling = "(?:[A-Za-z0-9_-]*(?:password|passwd|passphrase|passcode|pwd|secret|token|apikey|api[_-]key|access[_-]?key|private[_-]?key"
        + "|authorization|cookie|session|credential|signature|jwt|cvv|cvc|iban)[A-Za-z0-9_-]*"
        + "|(?:[A-Za-z0-9_-]*[_-])?(?:pin(?:[_-]?(?:code|number|no))?|pass|auth|otp|sig)|[A-Za-z0-9_-]*[_-]key)";
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly Regex TellingName = new($"^{Telling}$", Linear, Timeout);
    private static readonly Regex JsonMember = new($"(\"{Telling}\"\\s*:\\s*)(\"(?:[^\"\\\\]|\\\\.)*\"?|\\{{[^{{}}]*\\}}?|\\[[^\\[\\]]*\\]?|[^,{{}}\\[\\]\\s\"]+)", Linear, Timeout);
    private static readonly Regex FormField = new($"(\\b{Telling}=)[^&\\s;\"']+", Linear, Timeout);
    private static readonly Regex AfterName = new($"(\\b{Telling}\\b).+", Linear | RegexOptions.Singleline, Timeout);
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

    /// <summary>One value found at a JSON path: masked where any name of the path is a telling one.</summary>
    public static string Value(string path, string text, int characters) => IsTellingPath(path) ? Mask : Shown(text, characters);

    /// <summary>
    /// A regular expression as it may be shown: without what follows a telling name. It is no text of which could be told where the value begins and ends.
    /// </summary>
    public static string Expression(string pattern, int characters)
    {
        try
        {
            return Shown(AfterName.Replace(pattern, "$1" + Mask), characters);
        }
        catch (RegexMatchTimeoutException)
        {
            return Mask;
        }
    }

    /// <summary>What a header, or the value at a JSON path, was expected to be: an expression, masked where the name is a telling one.</summary>
    public static string Wanted(string path, string pattern, int characters) => IsTellingPath(path) ? Mask : Expression(pattern, characters);

    /// <summary>Whether any name of a JSON path, or a header's name, is a telling one: what stands within credentials is one too.</summary>
    public static bool IsTellingPath(string path) => path.Split('.', '[').Any(name => IsTelling(name.Trim('\'', '"', ']')));
}
