namespace Rollout.Api.Binding;

/// <summary>Binds <c>spec.alerts</c>.</summary>
internal static class AlertBinding
{
    private const string MatcherMend = "write matchers as Alertmanager has them, such as 'severity=~\"page|critical\"' (the value in double quotes)";

    public static IReadOnlyList<AlertPolicy> BindAll(FieldReader spec) => NamedLists.BindAll(spec, "alerts", most: 20, Bind, p => p.Name, "alert policies");

    private static AlertPolicy? Bind(FieldReader fields)
    {
        var name = fields.RequiredLabel("name");
        var action = fields.Choice<AlertAction>("action") ?? AlertAction.Pause;
        var resolved = fields.Choice<ResolvedPolicy>("onResolved") ?? ResolvedPolicy.Resume;
        var matchers = Matchers(fields);
        fields.Close();
        return name is null || matchers is null ? null : new AlertPolicy { Name = name, Matchers = matchers, Action = action, OnResolved = resolved };
    }

    private static List<string>? Matchers(FieldReader fields)
    {
        if (!fields.Has("matchers"))
        {
            fields.Require("matchers", MatcherMend);
            return null;
        }

        if (fields.Sequence("matchers") is not { } items)
        {
            return null;
        }

        if (items.Count is 0 or > AlertPolicy.MostMatchers)
        {
            fields.Problems.Add(fields.At("matchers"), $"has {items.Count} matchers", $"write 1 to {AlertPolicy.MostMatchers}");
            return null;
        }

        var (texts, before, onlyEmpty) = (new List<string>(), fields.Problems.Count, true);
        foreach (var item in items)
        {
            if (Scalars.TextOf(item, fields.Problems, AlertPolicy.MostMatcher) is not { } text)
            {
                continue;
            }

            if (AlertMatcher.Parse(text, out var wrong) is not { } matcher)
            {
                fields.Problems.Add(item.Place, $"'{text}' {wrong}", MatcherMend);
                continue;
            }

            onlyEmpty &= matcher.FitsNothing;
            texts.Add(text);
        }

        if (fields.Problems.Count == before && onlyEmpty)
        {
            fields.Problems.Add(fields.At("matchers"), "fits every alert that there is", "demand at least one label, such as 'service=\"shop\"'");
        }

        return texts;
    }
}
