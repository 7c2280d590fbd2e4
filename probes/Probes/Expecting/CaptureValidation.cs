using Rollout.Api;
using Rollout.Probes.Json;
using Rollout.Probes.Templates;

namespace Rollout.Probes.Expecting;

/// <summary>Whether captures can be taken at all.</summary>
internal static class CaptureValidation
{
    public static IEnumerable<Problem> Problems(IReadOnlyDictionary<string, string> capture, string path)
    {
        foreach (var (name, from) in capture)
        {
            var place = $"{path}.{name}";
            if (!TemplateText.IsName(name))
            {
                yield return new Problem(place, $"\"{name}\" is no name", "use letters, digits and _, beginning with a letter");
            }

            if (from.StartsWith(CaptureStep.FromMatch, StringComparison.Ordinal))
            {
                if (Patterns.Fault(from[CaptureStep.FromMatch.Length..]) is { } fault)
                {
                    yield return new Problem(place, $"no regular expression that runs in linear time: {fault}", "write it without look-around and back-references");
                }
            }
            else if (from.StartsWith(CaptureStep.FromHeader, StringComparison.Ordinal))
            {
                if (from.AsSpan(CaptureStep.FromHeader.Length).IsWhiteSpace())
                {
                    yield return new Problem(place, "names no header", "write header:Location");
                }
            }
            else if (JsonPath.Parse(from, out var wrong) is null)
            {
                yield return new Problem(place, wrong!, "write paths like $.items[0].sku");
            }
        }
    }

    /// <summary>For kinds of steps whose answers hold nothing to capture.</summary>
    public static IEnumerable<Problem> None(IReadOnlyDictionary<string, string> capture, string path)
    {
        if (capture.Count > 0)
        {
            yield return new Problem(path, "only HTTP steps capture", "remove it");
        }
    }
}
