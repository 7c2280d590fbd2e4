using System.Globalization;
using System.Text.RegularExpressions;
using Rollout.Telemetry.Tests.Grafana;
using static Rollout.Telemetry.Tests.Grafana.DashboardFile;

namespace Rollout.Integration.Tests.Grafana;

/// <summary>
/// A dashboard's variables with the values that Prometheus has for them, put into queries as Grafana does: one of several values as a
/// regular expression, except where a row is repeated for each.
/// </summary>
internal sealed partial class Substitution
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> each = new(StringComparer.Ordinal);

    public static async Task<Substitution> OfAsync(DashboardFile board, StoredSeries stored, TimeSpan range)
    {
        var seconds = ((int)range.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var made = new Substitution { values = { ["__interval"] = "2s", ["__rate_interval"] = "15s", ["__range"] = seconds + "s", ["__range_s"] = seconds } };
        foreach (var chosen in board.Variables.Where(v => Text(v, "type") == "custom"))
        {
            made.values[Text(chosen, "name")] = Text(chosen["current"]!, "value");
        }

        foreach (var variable in board.Variables.Where(v => Text(v, "type") == "query"))
        {
            var asked = LabelValues().Match(Text(variable["query"]!, "query"));
            Assert.True(asked.Success, $"{board.Name} ${Text(variable, "name")} does not ask for the values of a label");
            var found = await stored.LabelAsync(made.Into(asked.Groups["selector"].Value), asked.Groups["label"].Value);
            Assert.True(found.Count > 0, $"{board.Name} ${Text(variable, "name")} has nothing to choose from");
            var name = Text(variable, "name");
            var repeated = board.Everything.Any(p => Text(p, "repeat") == name);
            made.values[name] = repeated || !variable["multi"]!.GetValue<bool>() ? found[0] : string.Join('|', found.Select(Regex.Escape));
            made.each[name] = found;
        }

        return made;
    }

    public IReadOnlyList<string> All(string variable) => each[variable];

    public string Into(string expression) => Variable().Replace(
        expression, m => values.GetValueOrDefault(m.Groups["name"].Value) ?? throw new InvalidOperationException($"no value for {m.Value} in {expression}"));

    [GeneratedRegex(@"^label_values\((?<selector>.+), (?<label>\w+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"\$(?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
