using System.Collections;
using System.Globalization;

namespace Rollout.Charts.Tests.Templates;

/// <summary>How Go prints values, and which are true to a template.</summary>
internal static class GoText
{
    /// <summary>Whole numbers from values are float64 to Helm, and from here on it prints them as 1e+06.</summary>
    private const double LongestPlain = 1e6;

    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        long whole => whole != 0,
        double number => number != 0,
        string text => text.Length > 0,
        ICollection many => many.Count > 0,
        _ => true,
    };

    public static string Print(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double number when Math.Abs(number) < LongestPlain && (number == 0 || Math.Abs(number) >= 1e-4) => number.ToString("R", CultureInfo.InvariantCulture),
        _ => throw new TemplateFault($"{value} would be printed as Go has it; pass it through toYaml, int or quote"),
    };

    public static string TypeOf(object? value) => value switch
    {
        null => "nil",
        string => "string",
        bool => "bool",
        long => "int64",
        double => "float64",
        List<object?> => "[]interface {}",
        IReadOnlyDictionary<string, object?> => "map[string]interface {}",
        _ => value.GetType().Name,
    };
}
