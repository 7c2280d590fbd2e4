using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>A difference that is known and accepted for a reason: exchanges and path are patterns, `*` stands for anything.</summary>
internal sealed record AllowedDifference(string Exchanges, string Path, string Reason)
{
    public static IReadOnlyList<AllowedDifference> ReadAll() =>
        [.. ReplayData.Read("allowed-differences.json").AsArray().Select(node => new AllowedDifference(
            (string)node!["exchanges"]!, (string)node["path"]!, (string)node["reason"]!))];

    public bool Covers(Difference difference) => Matches(Exchanges, difference.Exchange) && Matches(Path, difference.Path);

    private static bool Matches(string pattern, string text) =>
        Regex.IsMatch(text, "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.None,
            TimeSpan.FromSeconds(1));
}
