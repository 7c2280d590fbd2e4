using System.Text.RegularExpressions;
using Rollout.Api;
using Rollout.Probes.Templates;

namespace Rollout.Probes.Expecting;

/// <summary>The regular expressions that a text must and must not match.</summary>
internal static class BodyCheck
{
    private const int Shown = 2000;

    /// <summary>Decoded only when there is something to search for.</summary>
    public static Mismatch? Patterns(Expectation expected, Steps.Http.HttpAnswer answer, IReadOnlyDictionary<string, CapturedValue> captured) =>
        expected.BodyMatches.Count == 0 && expected.BodyNever.Count == 0 ? null : Patterns(expected, answer.Text, captured);

    public static Mismatch? Patterns(Expectation expected, string text, IReadOnlyDictionary<string, CapturedValue> captured)
    {
        foreach (var template in expected.BodyMatches)
        {
            var wanted = $"a body that matches {Redaction.Expression(template, Shown)}";
            if (One(template, text, captured, out var mismatch, wanted) is false)
            {
                return new(wanted, text.Length == 0 ? "an empty body" : "a body that does not");
            }

            if (mismatch is not null)
            {
                return mismatch;
            }
        }

        foreach (var template in expected.BodyNever)
        {
            var wanted = $"a body that does not match {Redaction.Expression(template, Shown)}";
            if (One(template, text, captured, out var mismatch, wanted) is true)
            {
                return new(wanted, "a body that does");
            }

            if (mismatch is not null)
            {
                return mismatch;
            }
        }

        return null;
    }

    private static bool? One(
        string template, string text, IReadOnlyDictionary<string, CapturedValue> captured, out Mismatch? mismatch, string wanted)
    {
        mismatch = null;
        if (TemplateText.Fill(template, TemplatePlace.Pattern, captured, out var fault) is not { } pattern)
        {
            mismatch = new(wanted, fault!);
            return null;
        }

        try
        {
            return Expecting.Patterns.IsMatch(pattern, text);
        }
        catch (RegexMatchTimeoutException)
        {
            mismatch = new(wanted, $"one that takes longer than {DurationText.Format(Expecting.Patterns.Limit)} to be searched");
            return null;
        }
    }
}
