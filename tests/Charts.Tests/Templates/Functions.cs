using System.Globalization;
using System.Text;

namespace Rollout.Charts.Tests.Templates;

/// <summary>The functions that the chart may use. Whatever else Helm has is a fault: it would not have been seen at work here.</summary>
internal static class Functions
{
    public static object? Call(string name, object?[] arguments) => (name, arguments) switch
    {
        ("default", [var otherwise, var value]) => GoText.IsTrue(value) ? value : otherwise,
        ("default", [var otherwise]) => otherwise,
        ("required", [string why, var value]) => value is null or "" ? throw new TemplateFault(why) : value,
        ("fail", [string why]) => throw new TemplateFault(why),
        ("ternary", [var yes, var no, bool which]) => which ? yes : no,
        ("not", [var value]) => !GoText.IsTrue(value),
        ("eq", [var first, .. { Length: > 0 } others]) => others.Any(other => AreEqual(first, other)),
        ("ne", [var first, var other]) => !AreEqual(first, other),
        ("lt", [long left, long right]) => left < right,
        ("int", [var value]) => Whole(value),
        ("quote", _) => string.Join(' ', arguments.Where(a => a is not null).Select(a => Quoted(GoText.Print(a)))),
        ("printf", [string format, .. var rest]) => Formatted(format, rest),
        ("trunc", [long length, string text]) => text.Length <= length ? text : text[..(int)length],
        ("trimSuffix", [string end, string text]) => text.EndsWith(end, StringComparison.Ordinal) ? text[..^end.Length] : text,
        ("contains", [string part, string text]) => text.Contains(part, StringComparison.Ordinal),
        ("replace", [string old, string by, string text]) => text.Replace(old, by, StringComparison.Ordinal),
        ("join", [string between, IReadOnlyList<object?> parts]) => string.Join(between, parts.Where(p => p is not null).Select(GoText.Print)),
        ("base", [string path]) => path[(path.LastIndexOf('/') + 1)..],
        ("indent", [long spaces, string text]) => Indented(spaces, text),
        ("nindent", [long spaces, string text]) => "\n" + Indented(spaces, text),
        ("toYaml", [var value]) => YamlText.Of(value),
        ("list", _) => arguments.ToList(),
        ("append", [List<object?> list, var item]) => (List<object?>)[.. list, item],
        ("dict", _) => Map(arguments),
        ("set", [Dictionary<string, object?> map, string key, var value]) => Put(map, key, value),
        ("hasKey", [IReadOnlyDictionary<string, object?> map, string key]) => map.ContainsKey(key),
        _ => throw new TemplateFault($"the function {name} is not served here for ({string.Join(", ", arguments.Select(GoText.TypeOf))})"),
    };

    private static string Indented(long spaces, string text)
    {
        var pad = new string(' ', (int)spaces);
        return pad + text.Replace("\n", "\n" + pad, StringComparison.Ordinal);
    }

    private static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (string or bool or long, _) when right is not null && left.GetType() == right.GetType() => left.Equals(right),
        (null, _) or (_, null) => left is null && right is null,
        _ => throw new TemplateFault($"eq: incompatible types for comparison: {GoText.TypeOf(left)} and {GoText.TypeOf(right)}"),
    };

    private static long Whole(object? value) => value switch
    {
        long whole => whole,
        double number => (long)number,
        null => 0,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => throw new TemplateFault($"int of {GoText.TypeOf(value)} is not served here"),
    };

    /// <summary>As Go's %q for what is printable ASCII.</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                >= ' ' and <= '~' => letter.ToString(),
                _ => throw new TemplateFault($"quote of the character {(int)letter} is not served here"),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static string Formatted(string format, object?[] values)
    {
        var text = new StringBuilder();
        var used = 0;
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                text.Append(format[at]);
                continue;
            }

            var value = used < values.Length ? values[used++] : throw new TemplateFault($"printf \"{format}\" has too few values");
            text.Append((format[++at], value) switch
            {
                ('s', string said) => said,
                ('d', long whole) => whole.ToString(CultureInfo.InvariantCulture),
                var (verb, other) => throw new TemplateFault($"printf %{verb} of {GoText.TypeOf(other)} is not served here"),
            });
        }

        return used == values.Length ? text.ToString() : throw new TemplateFault($"printf \"{format}\" has too many values");
    }

    private static Dictionary<string, object?> Map(object?[] pairs) => pairs.Length % 2 != 0
        ? throw new TemplateFault("dict takes pairs")
        : pairs.Chunk(2).ToDictionary(pair => (string)pair[0]!, pair => pair[1], StringComparer.Ordinal);

    private static Dictionary<string, object?> Put(Dictionary<string, object?> map, string key, object? value)
    {
        map[key] = value;
        return map;
    }
}
