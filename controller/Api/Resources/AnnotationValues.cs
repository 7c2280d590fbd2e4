using System.Globalization;

namespace Rollout.Api.Resources;

/// <summary>Values of annotations that several keys have in common. What is wrong is null, with a problem. Pure.</summary>
internal static class AnnotationValues
{
    private const int MostCommit = 200;

    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static string? Commit(string text, string place, List<Problem> problems) => Word(
        text, place, t => t.Length <= MostCommit && !t.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)),
        string.Create(CultureInfo.InvariantCulture, $"write one word of at most {MostCommit} characters"), problems);

    public static string? Word(string text, string place, Func<string, bool> fits, string mend, List<Problem> problems)
    {
        if (fits(text) && text.Length > 0)
        {
            return text;
        }

        problems.Add(new Problem(place, text.Length == 0 ? "is empty" : "is not understood", mend));
        return null;
    }

    /// <summary>RFC 3339, with an offset from UTC.</summary>
    public static DateTimeOffset? Time(string text, string place, List<Problem> problems)
    {
        if (text.Length is > 19 and <= 40 && DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && (text.EndsWith('Z') || text[^6] is '+' or '-'))
        {
            return time;
        }

        problems.Add(new Problem(place, "is no time", "write it as RFC 3339 has it, such as 2026-11-20T19:39:14Z"));
        return null;
    }
}
