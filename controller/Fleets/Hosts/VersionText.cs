using System.Text.RegularExpressions;

namespace Rollout.Fleets.Hosts;

/// <summary>The form of a version of a host fleet: harmless as an argument, in a script and in a log line.</summary>
public static partial class VersionText
{
    public const string Mend = "write 1 to 128 letters, digits and . _ + : @ / = -, beginning with a letter or digit";

    public static bool IsVersion(string? text) => text is not null && Form().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._+:@/=-]{0,127}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
