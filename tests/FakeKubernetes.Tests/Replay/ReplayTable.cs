using System.Text;

namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>The result as a person reads it: a line for each scenario, then the accepted differences with their reasons.</summary>
internal static class ReplayTable
{
    public static string Print(IReadOnlyList<ScenarioResult> results, IReadOnlyList<AllowedDifference> allowed)
    {
        var text = new StringBuilder();
        text.AppendLine("scenario                          exchanges  agreed  listed differences");
        foreach (var result in results)
        {
            var listed = allowed.Count(a => result.Differences.Any(a.Covers));
            text.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"{result.Transcript.Scenario,-34}{result.Exchanges,9}{result.Agreed,8}{listed,20}").AppendLine();
        }

        text.Append(System.Globalization.CultureInfo.InvariantCulture,
            $"{"all",-34}{results.Sum(r => r.Exchanges),9}{results.Sum(r => r.Agreed),8}{allowed.Count,20}").AppendLine();
        foreach (var (item, index) in allowed.Select((item, index) => (item, index)))
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  {index + 1}. {item.Exchanges} {item.Path}: {item.Reason}")
                .AppendLine();
        }

        return text.ToString();
    }
}
