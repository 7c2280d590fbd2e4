using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Rollout.Charts.Tests.Templates;

/// <summary>Values as YAML, block style, keys in order, as Helm's toYaml writes them (without the last line end).</summary>
internal static partial class YamlText
{
    public static string Of(object? value)
    {
        var output = new StringBuilder();
        Write(value, 0, output, false);
        return output.ToString().Trim('\n');
    }

    private static void Write(object? value, int indent, StringBuilder output, bool inline)
    {
        var pad = new string(' ', indent);
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> { Count: > 0 } map:
                foreach (var (key, item) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    output.Append(inline ? "" : pad).Append(Scalar(key)).Append(':');
                    inline = false;
                    Behind(item, indent, output);
                }

                break;
            case List<object?> { Count: > 0 } list:
                foreach (var item in list)
                {
                    output.Append(inline ? "" : pad).Append("- ");
                    inline = false;
                    Write(item, indent + 2, output, true);
                }

                break;
            default:
                output.Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static void Behind(object? item, int indent, StringBuilder output)
    {
        switch (item)
        {
            case IReadOnlyDictionary<string, object?> { Count: > 0 }:
                output.Append('\n');
                Write(item, indent + 2, output, false);
                break;
            case List<object?> { Count: > 0 }:
                output.Append('\n');
                Write(item, indent, output, false);
                break;
            default:
                output.Append(' ').Append(Scalar(item)).Append('\n');
                break;
        }
    }

    private static string Scalar(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IReadOnlyDictionary<string, object?> => "{}",
        List<object?> => "[]",
        string text when Plain().IsMatch(text) && !Other().IsMatch(text) => text,
        string text => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + "\"",
        _ => throw new TemplateFault($"toYaml of {GoText.TypeOf(value)} is not served here"),
    };

    /// <summary>What needs no quotes, on the safe side.</summary>
    [GeneratedRegex(@"^[A-Za-z_/][A-Za-z0-9_./-]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();

    /// <summary>What would be read as something else than a text.</summary>
    [GeneratedRegex(@"^(y|n|yes|no|on|off|true|false|null|nan|inf)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Other();
}
