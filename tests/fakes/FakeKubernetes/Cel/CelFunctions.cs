using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Cel;

/// <summary>The functions and methods that are served.</summary>
internal static partial class CelFunctions
{
    public static object? Call(string function, object? target, IReadOnlyList<object?> arguments)
    {
        object?[] all = target is null ? [.. arguments] : [target, .. arguments];
        return (function, all) switch
        {
            ("size", [string text]) => (long)text.EnumerateRunes().Count(),
            ("size", [List<object?> list]) => (long)list.Count,
            ("size", [JsonObject map]) => (long)map.Count,
            ("startsWith", [string text, string other]) => text.StartsWith(other, StringComparison.Ordinal),
            ("endsWith", [string text, string other]) => text.EndsWith(other, StringComparison.Ordinal),
            ("contains", [string text, string other]) => text.Contains(other, StringComparison.Ordinal),
            ("matches", [string text, string pattern]) => Re2.IsMatch(text, pattern),
            ("lowerAscii", [string text]) => text.ToLowerInvariant(),
            ("trim", [string text]) => text.Trim(),
            ("split", [string text, string by]) => text.Split(by).Select(part => (object?)part).ToList(),
            ("join", [List<object?> list, string by]) => string.Join(by, list),
            ("int", [var value]) => Whole(value),
            ("double", [string text]) => Parsed(text),
            ("double", [var value]) => CelValues.Real(value),
            ("string", [var value]) => value is bool flag ? (flag ? "true" : "false")
                : Convert.ToString(value, CultureInfo.InvariantCulture),
            ("type", [var value]) => TypeOf(value),
            ("duration", [string text]) => Duration(text),
            ("getSeconds", [TimeSpan span]) => (long)span.TotalSeconds,
            ("isSorted", [List<object?> list]) => list.Zip(list.Skip(1)).All(pair => CelValues.Compare(pair.First, pair.Second) <= 0),
            ("min", [List<object?> list]) => list.Aggregate((a, b) => CelValues.Compare(a, b) <= 0 ? a : b),
            ("max", [List<object?> list]) => list.Aggregate((a, b) => CelValues.Compare(a, b) >= 0 ? a : b),
            ("sum", [List<object?> list]) => list.Aggregate((a, b) => CelValues.Calculate("+", a, b)),
            ("dyn", [var value]) => value,
            _ => throw new CelFault($"the function '{function}' is not served here for these arguments"),
        };
    }

    private static long Whole(object? value) => value switch
    {
        long whole => whole,
        double real => (long)real,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => throw new CelFault("int(): cannot convert"),
    };

    private static double Parsed(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed
            : throw new CelFault("double(): cannot convert");

    private static string TypeOf(object? value) => value switch
    {
        null => "null_type",
        bool => "bool",
        long => "int",
        double => "double",
        string => "string",
        List<object?> => "list",
        _ => "map",
    };

    private static TimeSpan Duration(string text)
    {
        var total = TimeSpan.Zero;
        var parts = DurationPart().Matches(text);
        if (parts.Count == 0 || parts.Sum(part => part.Length) != text.Length)
        {
            throw new CelFault($"duration(): cannot read '{text}'");
        }

        foreach (Match part in parts)
        {
            var number = double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture);
            total += part.Groups[2].Value switch
            {
                "h" => TimeSpan.FromHours(number),
                "m" => TimeSpan.FromMinutes(number),
                "s" => TimeSpan.FromSeconds(number),
                _ => TimeSpan.FromMilliseconds(number),
            };
        }

        return total;
    }

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(ms|h|m|s)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DurationPart();
}
