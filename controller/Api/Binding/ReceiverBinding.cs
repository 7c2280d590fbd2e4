namespace Rollout.Api.Binding;

/// <summary>Binds <c>spec.receivers</c> and <c>spec.onCall</c>.</summary>
internal static class ReceiverBinding
{
    private const string UrlMend = "write http:// or https:// and a host";

    public static IReadOnlyList<NoticeReceiver> BindAll(FieldReader spec) => NamedLists.BindAll(spec, "receivers", most: 10, Bind, r => r.Name, "receivers");

    public static OnCallPlan? BindPlan(FieldReader spec)
    {
        if (spec.Map("onCall") is not { } fields)
        {
            return null;
        }

        var plan = new OnCallPlan
        {
            BeforeStageOne = Texts(fields, "beforeStageOne") ?? [],
            OnRollback = Texts(fields, "onRollback") ?? [],
            HighRisk = Texts(fields, "highRisk") ?? new OnCallPlan().HighRisk,
        };
        fields.Close();
        return plan;
    }

    /// <summary>The plan names receivers that there are.</summary>
    public static void Together(StaggeredRolloutSpec spec, FieldReader fields)
    {
        if (spec.OnCall is not { } plan || fields.Map("onCall") is not { } below)
        {
            return;
        }

        var known = spec.Receivers.Select(r => r.Name).ToList();
        foreach (var (key, names) in new[] { ("beforeStageOne", plan.BeforeStageOne), ("onRollback", plan.OnRollback) })
        {
            for (var i = 0; i < names.Count; i++)
            {
                if (!known.Contains(names[i], StringComparer.Ordinal))
                {
                    var list = known.Count == 0 ? "there are none: write them under receivers" : $"known: {string.Join(", ", known)}";
                    fields.Problems.Add(below.At(key).Item(i), $"names the receiver '{names[i]}', which is not there",
                        NearestName.Of(names[i], known) is { } near ? $"did you mean '{near}'? {list}" : list);
                }
            }
        }
    }

    private static NoticeReceiver? Bind(FieldReader fields)
    {
        var name = fields.RequiredLabel("name");
        var kind = fields.Require("kind", $"write one of {string.Join(", ", Enum.GetNames<ReceiverKind>())}") is { } node
            ? Scalars.ChoiceOf<ReceiverKind>(node, fields.Problems) : null;
        var url = Url(fields);
        var secret = fields.Map("secretRef") is { } reference ? Secret(reference) : null;
        if (!fields.Has("url") && !fields.Has("secretRef"))
        {
            fields.Problems.Add(fields.Place, "has neither url nor secretRef", "write url, or secretRef with the key url in it where the URL itself is a secret");
        }

        var on = Events(fields);
        var template = Template(fields);
        var labels = TextMaps.Bind(fields, "labels") ?? TextMaps.Empty;
        Labels(fields, labels);
        fields.Close();
        return name is null || kind is null ? null : new NoticeReceiver
        {
            Name = name, Kind = kind.Value, Url = url, SecretName = secret, Template = template, Labels = labels, On = on ?? new NoticeReceiver { Name = name, Kind = kind.Value }.On,
        };
    }

    private static string? Secret(FieldReader reference)
    {
        var name = reference.RequiredHost("name");
        reference.Close();
        return name;
    }

    private static string? Url(FieldReader fields)
    {
        var url = fields.Text("url");
        if (url is null)
        {
            return null;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
        {
            fields.Problems.Add(fields.At("url"), $"'{url}' is no URL of a server", UrlMend);
        }
        else if (parsed.UserInfo.Length > 0)
        {
            fields.Problems.Add(fields.At("url"), "holds a user and password, which would be shown and logged", "put them into a secret and name it under secretRef");
        }

        return url;
    }

    private static List<NoticeEvent>? Events(FieldReader fields)
    {
        if (fields.Sequence("on") is not { } items)
        {
            return null;
        }

        var events = new List<NoticeEvent>();
        foreach (var item in items)
        {
            if (Scalars.ChoiceOf<NoticeEvent>(item, fields.Problems) is { } one && !events.Contains(one))
            {
                events.Add(one);
            }
        }

        if (items.Count > 10)
        {
            fields.Problems.Add(fields.At("on"), $"has {items.Count} items", "write each event once");
        }

        return events;
    }

    private static string? Template(FieldReader fields)
    {
        if (fields.Find("template") is not { } node)
        {
            return null;
        }

        // A body may have lines, which ordinary texts may not.
        if (node is not SpecNode.Scalar { Kind: ScalarKind.Text, Text: { Length: > 0 and <= NoticeReceiver.MostTemplate } text })
        {
            fields.Problems.Add(node.Place, $"is {node.Described} where a text is wanted", $"write 1 to {NoticeReceiver.MostTemplate} characters");
            return null;
        }

        foreach (var name in NoticeTemplate.Unknown(text))
        {
            fields.Problems.Add(node.Place, $"uses {{{{ {name} }}}}, which is not known", $"known: {string.Join(", ", NoticeTemplate.Names)}");
        }

        return text;
    }

    private static void Labels(FieldReader fields, IReadOnlyDictionary<string, string> labels)
    {
        foreach (var (label, value) in labels)
        {
            if (label.Length == 0 || char.IsAsciiDigit(label[0]) || label.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_') || value.Length > 200)
            {
                fields.Problems.Add(fields.At("labels").Field(label), "is no label of an alert", "write letters, digits and '_', not beginning with a digit, and at most 200 characters of value");
            }
        }
    }

    private static List<string>? Texts(FieldReader fields, string key)
    {
        if (fields.Sequence(key) is not { } items)
        {
            return null;
        }

        if (items.Count > 10)
        {
            fields.Problems.Add(fields.At(key), $"has {items.Count} items", "keep to 10");
        }

        return [.. items.Select(item => Scalars.TextOf(item, fields.Problems, 63)).OfType<string>()];
    }
}
