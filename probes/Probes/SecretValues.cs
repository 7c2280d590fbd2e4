namespace Rollout.Probes;

/// <summary>Values that a run knows and nobody may see: the test customer's. Masked wherever a text is shown.</summary>
public sealed class SecretValues
{
    private const int Shortest = 4;
    private readonly List<string> values = [];

    public static SecretValues None { get; } = new([]);

    public SecretValues(IEnumerable<string> secrets)
    {
        // As it is, as a URL holds it and as JSON does; the longest first, so that no part of one is left.
        values.AddRange(secrets.Where(s => s.Length >= Shortest)
            .SelectMany(s => new[] { s, Uri.EscapeDataString(s), System.Text.Json.JsonEncodedText.Encode(s).ToString() })
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(s => s.Length));
    }

    /// <summary>These, and more.</summary>
    public SecretValues With(IEnumerable<string> more) => new(values.Concat(more));

    /// <summary>The text without them, otherwise whole.</summary>
    public string Clear(string text) => values.Aggregate(text, (clear, secret) => clear.Replace(secret, "***", StringComparison.Ordinal));

    /// <summary>As <see cref="Clear"/>; null stays null.</summary>
    public string? Cleared(string? text) => text is null ? null : Clear(text);

    /// <summary>At most so many characters, with everything masked that looks like a secret.</summary>
    public string Shown(string text, int characters) => Redaction.Shown(Clear(text), characters);
}
