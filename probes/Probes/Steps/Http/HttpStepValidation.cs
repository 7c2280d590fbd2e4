using System.Text.Json;
using Rollout.Api;
using Rollout.Probes.Templates;

namespace Rollout.Probes.Steps.Http;

/// <summary>Whether an HTTP step can be sent.</summary>
internal static class HttpStepValidation
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    private static readonly string[] Kept = ["content-length", "transfer-encoding", "connection", "cookie"];

    private static readonly ProbeMark Default = new();

    public static IEnumerable<Problem> Problems(HttpStep step, string path, IReadOnlySet<string> captured) =>
        [.. Method(step, path), .. Path(step, path, captured), .. Headers(step, path, captured), .. Json(step, path, captured),
            .. Others(step, path, captured)];

    /// <summary>A header that requests bear as the probe has it, whatever a file says.</summary>
    public static bool IsKept(string name) => Kept.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<Problem> Method(HttpStep step, string path)
    {
        if (!Methods.Contains(step.Method.ToUpperInvariant(), StringComparer.Ordinal))
        {
            yield return new Problem(path + ".method", $"\"{step.Method}\" is no method", $"known are {string.Join(", ", Methods)}");
        }
    }

    private static IEnumerable<Problem> Path(HttpStep step, string path, IReadOnlySet<string> captured)
    {
        if (!step.Path.StartsWith('/') || step.Path.StartsWith("//", StringComparison.Ordinal) || step.Path.Contains('\\', StringComparison.Ordinal)
            || step.Path.Any(char.IsControl))
        {
            yield return new Problem(path + ".path", $"\"{step.Path}\" is no path", "begin it with one slash, like /basket");
        }

        foreach (var problem in TemplateValidation.Problems(step.Path, path + ".path", captured))
        {
            yield return problem;
        }
    }

    private static IEnumerable<Problem> Headers(HttpStep step, string path, IReadOnlySet<string> captured)
    {
        foreach (var (name, value) in step.Headers)
        {
            var place = $"{path}.headers.{name}";
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)))
            {
                yield return new Problem(place, $"\"{name}\" is no name of a header", "use letters, digits and dashes");
            }
            else if (IsKept(name))
            {
                yield return new Problem(place, $"{name} is set by the probe itself", "leave it out");
            }
            else if (name.Equals(Default.Header, StringComparison.OrdinalIgnoreCase) && value != Default.Value)
            {
                yield return new Problem(place, "this mark keeps the probe's orders out of the revenue and is always \"rollout\"", "leave it out; mark: sets another for the whole probe");
            }

            if (value.Any(char.IsControl))
            {
                yield return new Problem(place, "the value holds a line break or control character", "write it on one line");
            }

            var templates = TemplateValidation.Problems(value, place, captured).ToList();
            foreach (var problem in templates)
            {
                yield return problem;
            }

            if (templates.Count == 0 && name.Equals(HostHeader.Name, StringComparison.OrdinalIgnoreCase) && HostHeader.Fault(Filled(value)) is { } fault)
            {
                yield return new Problem(place, fault, HostHeader.Mend);
            }
        }
    }

    /// <summary>With a digit for every capture, which may stand in a name and be a port.</summary>
    private static string Filled(string template) =>
        TemplateText.Fill(template, TemplatePlace.Text, Any(template, "1"), out _) ?? template;

    private static Dictionary<string, CapturedValue> Any(string template, string digit) => TemplateText.Names(template, out _)
        .Distinct(StringComparer.Ordinal)
        .ToDictionary(n => n, _ => new CapturedValue(digit, digit), StringComparer.Ordinal);

    private static IEnumerable<Problem> Json(HttpStep step, string path, IReadOnlySet<string> captured)
    {
        if (step.Json is null)
        {
            yield break;
        }

        var problems = TemplateValidation.Problems(step.Json, path + ".json", captured).ToList();
        foreach (var problem in problems)
        {
            yield return problem;
        }

        if (problems.Count == 0 && !IsJson(step.Json))
        {
            yield return new Problem(path + ".json", "this is no JSON once the captures are filled in", "write one JSON value");
        }
    }

    /// <summary>Tried with a number for every capture, which fits inside and outside of quotes.</summary>
    private static bool IsJson(string template)
    {
        try
        {
            using var document = JsonDocument.Parse(TemplateText.Fill(template, TemplatePlace.Json, Any(template, "0"), out _)!);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<Problem> Others(HttpStep step, string path, IReadOnlySet<string> captured)
    {
        if (new[] { step.Json is not null, step.Form.Count > 0, step.Body is not null }.Count(given => given) > 1)
        {
            yield return new Problem(path, "has more than one of json, form and body", "keep one");
        }

        if (step.Redirects is < 0 or > 20)
        {
            yield return new Problem(path + ".redirects", FormattableString.Invariant($"{step.Redirects} redirects"), "give 0 to 20");
        }

        if (step.Version is not (null or "1.1" or "2"))
        {
            yield return new Problem(path + ".version", $"\"{step.Version}\" is no version of HTTP", "give \"1.1\" or \"2\"");
        }

        var texts = step.Form.Select(f => ($"{path}.form.{f.Key}", (string?)f.Value)).Append((path + ".body", step.Body));
        foreach (var problem in texts.SelectMany(t => TemplateValidation.Problems(t.Item2, t.Item1, captured)))
        {
            yield return problem;
        }
    }
}
