using System.Text.RegularExpressions;

namespace Rollout.Api.Binding;

/// <summary>Names as DNS has them (RFC 1123), so that they fit in a URL, a label, a file name and an argument alike.</summary>
public static partial class Names
{
    private const string LabelMend = "write 1 to 63 lower-case letters, digits and '-', beginning and ending with a letter or digit";
    private const string HostMend = "write lower-case letters, digits, '-' and '.', each part between dots beginning and ending with a letter or digit";

    public static bool IsLabel(string text) => Label().IsMatch(text);

    /// <summary>Labels joined by dots, at most 253 characters.</summary>
    public static bool IsHost(string text) => text.Length <= 253 && text.Split('.').All(IsLabel);

    /// <summary>A required DNS label.</summary>
    public static string? RequiredLabel(this FieldReader fields, string key) => Required(fields, key, IsLabel, LabelMend);

    /// <summary>A required name that may hold dots.</summary>
    public static string? RequiredHost(this FieldReader fields, string key) => Required(fields, key, IsHost, HostMend);

    private static string? Required(FieldReader fields, string key, Func<string, bool> fits, string mend)
    {
        if (fields.RequiredText(key, mend) is not { } text)
        {
            return null;
        }

        if (!fits(text))
        {
            fields.Problems.Add(fields.At(key), $"'{text}' is no name that fits everywhere", mend);
            return null;
        }

        return text;
    }

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Label();
}
