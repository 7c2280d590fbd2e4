using System.Globalization;

namespace Rollout.Api.Resources;

/// <summary>
/// The breaks of its API that a release declares, as people write them: JSON paths, each with all below it, <c>status</c> for that of the answer, or <c>*</c> for any; parted by
/// commas, blanks or lines.
/// </summary>
public static class ApiBreakText
{
    /// <summary>They are kept with the progress of a rollout, which must stay small.</summary>
    public const int MostPaths = 50;

    /// <summary>The status of the answer, beside the paths into it.</summary>
    public const string Status = "status";

    /// <summary>Of the whole text.</summary>
    public const int MostCharacters = 2000;

    /// <summary>The paths, each once, in their order; none where there is a problem.</summary>
    /// <param name="text">Null: none are declared.</param>
    /// <param name="place">Where the text stands.</param>
    public static (IReadOnlyList<string> Paths, IReadOnlyList<Problem> Problems) Read(string? text, string place)
    {
        var paths = (text ?? "").Split([',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        var problems = new List<Problem>();
        if (text?.Length > MostCharacters || paths.Count > MostPaths)
        {
            problems.Add(new Problem(place, "is too long",
                string.Create(CultureInfo.InvariantCulture, $"keep to {MostPaths} paths of {MostCharacters} characters together; a path covers all below it")));
        }
        else
        {
            problems.AddRange(paths.Where(path => !IsPath(path)).Select(path => new Problem(place, $"'{path}' is no path into JSON",
                "begin it with '$' as a contract check names it, such as $.items or $.items[*].sku; 'status' is that of the answer, '*' alone stands for any")));
        }

        return problems.Count > 0 ? ([], problems) : (paths, []);
    }

    private static bool IsPath(string path) =>
        path is "*" or "$" or Status || (path.Length > 2 && path[0] == '$' && path[1] is '.' or '[' && !path.Any(char.IsControl));
}
