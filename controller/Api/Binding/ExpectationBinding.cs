using System.Text.RegularExpressions;

namespace Rollout.Api.Binding;

/// <summary>Binds a step's <c>expect</c>.</summary>
internal static class ExpectationBinding
{
    public static Expectation Bind(FieldReader fields)
    {
        var status = new List<int>();
        foreach (var item in fields.Sequence("status") ?? [])
        {
            if (Scalars.WholeNumberOf(item, fields.Problems, 100, 599) is { } code)
            {
                status.Add(code);
            }
        }

        var bodyMatches = fields.Text("bodyMatches");
        if (bodyMatches is not null && WrongPattern(bodyMatches) is { } why)
        {
            fields.Problems.Add(fields.At("bodyMatches"), $"'{bodyMatches}' is no regular expression: {why}", "mend the expression; a literal dot is '\\.'");
        }

        var jsonPath = TextMaps.BindValues(fields, "jsonPath") ?? TextMaps.Empty;
        foreach (var path in jsonPath.Keys)
        {
            CheckPath(path, fields.At("jsonPath"), fields.Problems);
        }

        var maxDuration = fields.Duration("maxDuration", TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        fields.Close();
        return new Expectation { Status = status, BodyMatches = bodyMatches, JsonPath = jsonPath, MaxDuration = maxDuration };
    }

    /// <summary>Only the beginning of a JSON path is looked at here; the probe engine knows the rest.</summary>
    public static void CheckPath(string path, SpecPlace place, BindingProblems problems)
    {
        if (path != "$" && !path.StartsWith("$.", StringComparison.Ordinal) && !path.StartsWith("$[", StringComparison.Ordinal))
        {
            problems.Add(place, $"'{path}' is no path into JSON", "begin it with '$', such as $.items[0].sku");
        }
    }

    private static string? WrongPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return null;
        }
        catch (RegexParseException e)
        {
            return $"{e.Error} at character {e.Offset}";
        }
    }
}
