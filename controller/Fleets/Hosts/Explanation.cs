using System.Text;
using System.Text.RegularExpressions;

namespace Rollout.Fleets.Hosts;

/// <summary>Turns a command's output into text that may be shown: no control sequences, no secrets.</summary>
public static partial class Explanation
{
    /// <param name="output">The end of what was printed.</param>
    /// <param name="wasCut">Whether the beginning is missing: the first, torn line is then dropped, for it may hold the value of a key that was cut off.</param>
    public static string Of(ReadOnlySpan<byte> output, bool wasCut)
    {
        var text = Encoding.UTF8.GetString(output);
        if (wasCut)
        {
            var line = text.IndexOf('\n', StringComparison.Ordinal);
            var word = text.IndexOf(' ', StringComparison.Ordinal);
            text = line >= 0 ? text[(line + 1)..] : word >= 0 ? text[(word + 1)..] : "";
        }

        text = Control().Replace(text.ReplaceLineEndings("\n"), "");
        return Redaction.Of(text).Trim();
    }

    /// <summary>Terminal control sequences (ECMA-48 CSI), then every control character but line feed and tab.</summary>
    [GeneratedRegex(@"\x1B\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0B-\x1F\x7F]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Control();
}
