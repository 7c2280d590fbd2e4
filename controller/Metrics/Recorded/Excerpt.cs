using System.Text;

namespace Rollout.Metrics.Recorded;

/// <summary>A short, printable piece of what stands in a file, for messages.</summary>
internal static class Excerpt
{
    private const int Most = 48;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var c in Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, Most * 4)]))
        {
            if (text.Length >= Most)
            {
                return text.Append("...").ToString();
            }

            // A control character or a lone surrogate would act on the terminal, or not show.
            text.Append(char.IsControl(c) || c == '\uFFFD' ? '?' : c);
        }

        return text.ToString();
    }
}
