using System.Text;
using Rollout.Metrics.Secrets;

namespace Rollout.Server.Notices;

/// <summary>
/// What a receiver's secret says: where it is, how we show who we are, and what bodies are signed with. No message quotes a value.
/// </summary>
internal sealed class NoticeSecret
{
    private const string HeaderKey = "header.";
    private static readonly string[] Known = ["url", "token", "username", "password", "hmac"];

    public static readonly NoticeSecret None = new();

    private NoticeSecret()
    {
    }

    public string? Url { get; private init; }

    public byte[]? Hmac { get; private init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; private init; } = [];

    /// <summary>What must not be repeated to anybody, should the receiver repeat it to us.</summary>
    public IReadOnlyList<string> Sensitive { get; private init; } = [];

    /// <summary>Null with what is wrong, as the end of a sentence that began with the secret's name.</summary>
    public static NoticeSecret? Of(SecretRead.Found secret, out string? wrong)
    {
        var texts = secret.Content.ToDictionary(c => c.Key, c => Encoding.UTF8.GetString(c.Value).TrimEnd('\r', '\n'), StringComparer.Ordinal);
        var headers = texts.Where(t => t.Key.StartsWith(HeaderKey, StringComparison.Ordinal)).Select(t => (Name: t.Key[HeaderKey.Length..], t.Value)).ToList();
        wrong = texts.Keys.FirstOrDefault(k => !k.StartsWith(HeaderKey, StringComparison.Ordinal) && !Known.Contains(k, StringComparer.Ordinal)) is { } strange
                ? $"has the key {strange}; known are {string.Join(", ", Known)}, header.NAME"
            : texts.ContainsKey("username") != texts.ContainsKey("password") ? "has one of username and password without the other"
            : texts.ContainsKey("token") && texts.ContainsKey("username") ? "has both a token and a username: only one can be sent"
            : headers.Exists(h => h.Name.Length == 0 || h.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-')) || texts.Any(t => t.Key != "hmac" && t.Value.Any(char.IsControl))
                ? "holds what cannot be sent: names of headers are letters, digits and -, values stand on one line"
            : texts.TryGetValue("url", out var url) && !(Uri.TryCreate(url.Trim(), UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https")
                ? "has something else than an http:// or https:// URL under url"
            : null;
        if (wrong is not null)
        {
            return null;
        }

        if (texts.TryGetValue("token", out var token))
        {
            headers.Add(("Authorization", $"Bearer {token.Trim()}"));
        }
        else if (texts.TryGetValue("username", out var user))
        {
            headers.Add(("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{texts["password"]}"))}"));
        }

        return new NoticeSecret
        {
            Url = texts.GetValueOrDefault("url")?.Trim(),
            Hmac = texts.TryGetValue("hmac", out var hmac) ? Encoding.UTF8.GetBytes(hmac) : null,
            Headers = headers,
            Sensitive = [.. texts.Values.Concat(headers.Select(h => h.Value)).Where(v => v.Length > 3).OrderByDescending(v => v.Length)],
        };
    }
}
