using System.Text.RegularExpressions;

namespace Rollout.Fleets.Hosts;

/// <summary>Takes secrets out of text that is shown or stored. By form, so it errs on the side of hiding too much.</summary>
public static partial class Redaction
{
    public const string Hidden = "[redacted]";

    /// <summary>Hides values after names such as password, token and secret, Authorization and Cookie headers, bearer tokens and passwords in URLs.</summary>
    public static string Of(string text)
    {
        try
        {
            text = Header().Replace(text, $"$1{Hidden}");
            text = Url().Replace(text, $"$1{Hidden}@");
            text = Bearer().Replace(text, $"$1 {Hidden}");
            return Assignment().Replace(text, $"$1{Hidden}");
        }
        catch (RegexMatchTimeoutException)
        {
            return "[output withheld: it could not be searched for secrets in time]";
        }
    }

    [GeneratedRegex(@"(\b(?:(?:proxy-)?authorization|(?:set-)?cookie)[""']?\s*[:=]\s*)[^\r\n]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Header();

    [GeneratedRegex(@"([a-z][a-z0-9+.-]*://)[^\s/@]+@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Url();

    [GeneratedRegex(@"\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{6,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bearer();

    [GeneratedRegex(
        @"([A-Za-z0-9_.-]*(?:password|passwd|passphrase|pwd|token|secret|api[-_]?key|access[-_]?key|private[-_]?key|credentials?)[A-Za-z0-9_]*[""']?(?:\s*[:=]\s*|\s+(?=\S*[0-9])))(?:""[^""\r\n]*""|'[^'\r\n]*'|[^\s,;&""']+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Assignment();
}
