using System.Text.Json;

namespace Rollout.Benchmarks.Orders;

/// <summary>A line of the answer, as far as the table needs it.</summary>
internal sealed record JudgedOrder(string Id, string Verdict, double? Minutes)
{
    public RuleOutcome Outcome => new(Verdict == "Worse" && Minutes is { } m ? TimeSpan.FromMinutes(m) : null);

    public static JudgedOrder Of(string line)
    {
        var json = JsonDocument.Parse(line).RootElement;
        var minutes = json.GetProperty("minutes");
        var judged = new JudgedOrder(json.GetProperty("id").GetString()!, json.GetProperty("verdict").GetString()!,
            minutes.ValueKind == JsonValueKind.Null ? null : minutes.GetDouble());
        return judged.Verdict == "Misconfigured" ? throw new InvalidDataException($"a case could not be judged: {line}") : judged;
    }
}
