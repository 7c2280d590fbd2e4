using System.Text.RegularExpressions;

namespace Rollout.Api.Binding;

/// <summary>Binds a step's <c>expect</c>.</summary>
internal static class ExpectationBinding
{
    private const int MostBytes = 2_000_000_000;

    private static readonly string[] Rcodes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

    public static Expectation Bind(FieldReader fields, StepVariables variables)
    {
        var expectation = new Expectation
        {
            Status = Status(fields),
            Headers = Headers(fields, "headers", variables),
            HeadersNever = Headers(fields, "headersNever", variables),
            BodyMatches = Patterns(fields, "bodyMatches", variables),
            BodyNever = Patterns(fields, "bodyNever", variables),
            JsonPath = Paths(fields, variables),
            Schema = Schema(fields),
            MaxDuration = fields.Duration("maxDuration", TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)),
            MinBytes = fields.WholeNumber("minBytes", 0, MostBytes),
            MaxBytes = fields.WholeNumber("maxBytes", 0, MostBytes),
            Versions = TextLists.BindWords(fields, "versions", "1.0", "1.1", "2"),
            Secure = fields.Boolean("secure"),
            ValidDays = fields.WholeNumber("validDays", 0, 10_000),
            Rcode = TextLists.BindWords(fields, "rcode", Rcodes),
            AnswersAny = Patterns(fields, "answersAny", variables),
            AnswersAll = Patterns(fields, "answersAll", variables),
            AnswersNever = Patterns(fields, "answersNever", variables),
        };
        fields.Close();
        return expectation;
    }

    /// <summary>Only the beginning of a JSON path is looked at here; the probe engine knows the rest.</summary>
    public static void CheckPath(string path, SpecPlace place, BindingProblems problems)
    {
        if (path != "$" && !path.StartsWith("$.", StringComparison.Ordinal) && !path.StartsWith("$[", StringComparison.Ordinal))
        {
            problems.Add(place, $"'{path}' is no path into JSON", "begin it with '$', such as $.items[0].sku");
        }
    }

    private static string? Schema(FieldReader fields)
    {
        switch (fields.Find("schema"))
        {
            case null:
                return null;
            case SpecNode.Map schema:
                return JsonTree.Write(schema);
            case var other:
                fields.Problems.Add(other.Place, $"is {other.Described} where a JSON schema is wanted", "write its keywords below it: {type: object, required: [id]}");
                return null;
        }
    }

    private static List<int> Status(FieldReader fields)
    {
        var status = new List<int>();
        foreach (var item in fields.Sequence("status") ?? [])
        {
            if (Scalars.WholeNumberOf(item, fields.Problems, 100, 599) is { } code)
            {
                status.Add(code);
            }
        }

        return status;
    }

    private static IReadOnlyDictionary<string, string> Headers(FieldReader fields, string key, StepVariables variables)
    {
        var headers = TextMaps.Bind(fields, key, ignoreCase: true) ?? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, pattern) in headers)
        {
            CheckPattern(pattern, fields.At(key).Field(name), fields.Problems);
            variables.Check(pattern, fields.At(key).Field(name));
        }

        return headers;
    }

    private static IReadOnlyList<string> Patterns(FieldReader fields, string key, StepVariables variables)
    {
        var patterns = TextLists.Bind(fields, key);
        foreach (var pattern in patterns)
        {
            CheckPattern(pattern, fields.At(key), fields.Problems);
            variables.Check(pattern, fields.At(key));
        }

        return patterns;
    }

    private static IReadOnlyDictionary<string, string> Paths(FieldReader fields, StepVariables variables)
    {
        var paths = TextMaps.BindValues(fields, "jsonPath") ?? TextMaps.Empty;
        foreach (var (path, value) in paths)
        {
            CheckPath(path, fields.At("jsonPath"), fields.Problems);
            variables.Check(value, fields.At("jsonPath").Field(path));
        }

        return paths;
    }

    private static void CheckPattern(string pattern, SpecPlace place, BindingProblems problems)
    {
        // A template stands for text, which is escaped: any letter will do.
        if (WrongPattern(TemplateText.WithoutVariables(pattern)) is { } why)
        {
            problems.Add(place, $"'{pattern}' is no regular expression: {why}", "mend the expression; a literal dot is '\\.'");
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
