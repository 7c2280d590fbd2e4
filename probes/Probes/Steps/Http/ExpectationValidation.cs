using System.Text.RegularExpressions;
using Rollout.Api;
using Rollout.Probes.Json;
using Rollout.Probes.Templates;

namespace Rollout.Probes.Steps.Http;

/// <summary>Whether an expectation and the captures can be checked at all.</summary>
internal static class ExpectationValidation
{
    public static IEnumerable<Problem> Problems(Expectation expect, string path)
    {
        foreach (var status in expect.Status.Where(s => s is < 100 or > 599))
        {
            yield return new Problem(path + ".status", FormattableString.Invariant($"{status} is no HTTP status"), "give 100 to 599");
        }

        if (expect.BodyMatches is { } pattern && Fault(pattern) is { } fault)
        {
            yield return new Problem(
                path + ".bodyMatches",
                $"\"{pattern}\" is no regular expression that runs in linear time: {fault}",
                "write it without look-around and back-references");
        }

        foreach (var json in expect.JsonPath.Keys)
        {
            if (JsonPath.Parse(json, out var wrong) is null)
            {
                yield return new Problem(path + ".jsonPath", wrong!, "write paths like $.items[0].sku");
            }
        }

        if (expect.MaxDuration <= TimeSpan.Zero)
        {
            yield return new Problem(path + ".maxDuration", "the duration is not positive", "give one like 500ms");
        }
    }

    public static IEnumerable<Problem> Captures(IReadOnlyDictionary<string, string> capture, string path)
    {
        foreach (var (name, json) in capture)
        {
            if (!TemplateText.IsName(name))
            {
                yield return new Problem($"{path}.{name}", $"\"{name}\" is no name", "use letters, digits and _, beginning with a letter");
            }

            if (JsonPath.Parse(json, out var wrong) is null)
            {
                yield return new Problem($"{path}.{name}", wrong!, "write paths like $.items[0].sku");
            }
        }
    }

    private static string? Fault(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, ExpectationCheck.RegexTimeout);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return e.Message;
        }
    }
}
