using System.Net;
using System.Text;

namespace Rollout.Probes.Network;

/// <summary>The proxy that whoever runs probes told, and who we are to it: <c>http://USER:PASSWORD@HOST:PORT</c>.</summary>
public static class ProxyAddress
{
    /// <summary>How to write one.</summary>
    public const string Mend = "write http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT with what is neither letter nor digit as %XX";

    /// <summary>Null for what is no address of a proxy.</summary>
    public static WebProxy? Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return null;
        }

        // Without who we are: the runtime names the proxy in its errors, with all that stands in its address.
        var who = address.UserInfo.Split(':', 2);
        return new WebProxy(new UriBuilder(address) { UserName = "", Password = "" }.Uri)
        {
            Credentials = address.UserInfo.Length == 0 ? null
                : new NetworkCredential(Uri.UnescapeDataString(who[0]), who.Length == 2 ? Uri.UnescapeDataString(who[1]) : ""),
        };
    }

    /// <summary>As it may be shown: without who we are.</summary>
    public static string Shown(string text) => Redaction.Shown(text[(text.LastIndexOf('@') + 1)..], 100);

    /// <summary>What the proxy is told of who we are (RFC 7617 section 2, in UTF-8); null: nothing.</summary>
    internal static string? Authorization(IWebProxy proxy, Uri address) => proxy.Credentials?.GetCredential(address, "Basic") is { } who
        ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{who.UserName}:{who.Password}"))
        : null;
}
