using System.Security.Cryptography;
using System.Text;

namespace Rollout.Kubernetes.Events;

/// <summary>Texts within the server's bounds. Pure.</summary>
internal static class EventTexts
{
    private const int MostNoteBytes = 1024;
    private const int MostPrefix = 200;

    /// <summary>Cut at a whole character, with a sign that it was.</summary>
    public static string Note(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= MostNoteBytes)
        {
            return text;
        }

        var room = MostNoteBytes - Encoding.UTF8.GetByteCount("…");
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (room < rune.Utf8SequenceLength)
            {
                break;
            }

            room -= rune.Utf8SequenceLength;
            end += rune.Utf16SequenceLength;
        }

        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>The beginning of a name, to which the server adds five letters.</summary>
    public static string NamePrefix(string? name)
    {
        var from = string.IsNullOrEmpty(name) ? "event" : name;
        return (from.Length <= MostPrefix ? from : from[..MostPrefix].TrimEnd('.', '-')) + "-";
    }

    /// <summary>Sixteen letters for a text: names are short, and not every text is one.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
