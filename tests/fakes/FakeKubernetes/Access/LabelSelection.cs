using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Access;

/// <summary>A selection by labels: of a query (<c>a=b,c in (d,e),!f</c>) or of an object's selector.</summary>
internal sealed partial class LabelSelection
{
    private readonly List<Func<JsonObject, bool>> demands = [];

    public static LabelSelection Everything { get; } = new();

    public bool Matches(JsonObject? labels) => demands.TrueForAll(demand => demand(labels ?? []));

    /// <exception cref="ApiFault">400: it cannot be read.</exception>
    public static LabelSelection Parse(string? text)
    {
        var selection = new LabelSelection();
        foreach (var part in Parts(text ?? ""))
        {
            var set = SetForm().Match(part);
            var equal = EqualForm().Match(part);
            if (set.Success)
            {
                selection.In(set.Groups[1].Value, set.Groups[3].Value.Split(',').Select(one => one.Trim()), set.Groups[2].Value == "in");
            }
            else if (equal.Success)
            {
                selection.In(equal.Groups[1].Value, [equal.Groups[3].Value], equal.Groups[2].Value[0] == '=');
            }
            else if (KeyForm().Match(part) is { Success: true } key)
            {
                selection.demands.Add(labels => labels.ContainsKey(key.Groups[2].Value) != (key.Groups[1].Value == "!"));
            }
            else
            {
                throw Refusals.BadRequest($"unable to parse requirement: cannot read '{part}'");
            }
        }

        return selection;
    }

    /// <summary>matchLabels and matchExpressions of an object.</summary>
    public static LabelSelection OfSelector(JsonObject? selector)
    {
        var selection = new LabelSelection();
        foreach (var (key, value) in selector.Map("matchLabels") ?? [])
        {
            selection.In(key, [value.Text() ?? ""], true);
        }

        foreach (var expression in selector.Maps("matchExpressions"))
        {
            var key = expression.Text("key") ?? "";
            var values = expression.Texts("values").ToList();
            switch (expression.Text("operator"))
            {
                case "In":
                    selection.In(key, values, true);
                    break;
                case "NotIn":
                    selection.In(key, values, false);
                    break;
                case "Exists":
                    selection.demands.Add(labels => labels.ContainsKey(key));
                    break;
                default:
                    selection.demands.Add(labels => !labels.ContainsKey(key));
                    break;
            }
        }

        return selection;
    }

    private void In(string key, IEnumerable<string> values, bool wanted)
    {
        var allowed = values.ToHashSet(StringComparer.Ordinal);
        demands.Add(labels => (labels.TryGetPropertyValue(key, out var value) && allowed.Contains(value.Text() ?? "")) == wanted);
    }

    /// <summary>Cuts at the commas that stand outside of parentheses.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == ',' && depth == 0)
            {
                if (text[start..i].Trim() is { Length: > 0 } part)
                {
                    yield return part;
                }

                start = i + 1;
            }
            else
            {
                depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            }
        }
    }

    [GeneratedRegex(@"^(\S+)\s+(in|notin)\s+\(([^)]*)\)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SetForm();

    [GeneratedRegex(@"^([^=!\s]+)\s*(==|=|!=)\s*([^=!\s]*)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EqualForm();

    [GeneratedRegex(@"^(!?)\s*([^=!\s()]+)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyForm();
}
