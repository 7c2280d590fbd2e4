using Rollout.Probes.Json;

namespace Rollout.Probes.Steps.Http;

/// <summary>Takes values out of an answer for later steps.</summary>
internal static class CaptureStep
{
    /// <summary>Null where all were found.</summary>
    public static (string Expected, string Got)? Take(
        IReadOnlyDictionary<string, string> capture, HttpAnswer answer, Dictionary<string, CapturedValue> captured, ProbeLimits limits)
    {
        foreach (var (name, path) in capture.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var expected = $"{path} to be captured as {name}";
            if (answer.Json is not { } json)
            {
                return (expected, "a body that is not JSON");
            }

            if (JsonPath.Parse(path, out var fault)?.Find(json) is not { } found)
            {
                return (expected, fault ?? "nothing there");
            }

            var value = CapturedValue.Of(found);
            if (value.Text.Length > limits.MaxCaptureCharacters)
            {
                return (expected, FormattableString.Invariant($"a value of more than {limits.MaxCaptureCharacters} characters"));
            }

            captured[name] = value;
        }

        return null;
    }
}
