namespace Rollout.Api.Binding;

/// <summary>Binds the steps of a probe.</summary>
internal static class StepBinding
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static IReadOnlyList<ProbeStep> BindAll(FieldReader probe)
    {
        const string Mend = "write at least one step: a name and an http request";
        if (probe.Require("steps", Mend) is null || probe.Sequence("steps") is not { } items)
        {
            return [];
        }

        if (items.Count == 0)
        {
            probe.Problems.Add(probe.At("steps"), "has no step", Mend);
        }

        var steps = new List<ProbeStep>();
        var captured = new List<string>();
        foreach (var item in items)
        {
            if (FieldReader.Open(item, probe.Problems) is not { } fields || Bind(fields, captured) is not { } step)
            {
                continue;
            }

            if (steps.Exists(s => string.Equals(s.Name, step.Name, StringComparison.Ordinal)))
            {
                probe.Problems.Add(fields.At("name"), $"two steps have the name '{step.Name}'", "give each its own");
            }

            steps.Add(step);
            captured.AddRange(step.Capture.Keys);
        }

        return steps;
    }

    private static ProbeStep? Bind(FieldReader fields, IReadOnlyList<string> captured)
    {
        var name = fields.RequiredText("name", "say in a few words what the step does", longest: 100);
        var http = fields.Require("http", "write its request: {method: GET, path: /}") is { } node && FieldReader.Open(node, fields.Problems) is { } below
            ? Http(below, captured)
            : null;
        var expect = fields.Map("expect") is { } expected ? ExpectationBinding.Bind(expected) : new Expectation();
        var capture = TextMaps.Bind(fields, "capture") ?? TextMaps.Empty;
        foreach (var (variable, path) in capture)
        {
            if (!TemplateText.IsName(variable))
            {
                fields.Problems.Add(fields.At("capture"), $"'{variable}' is no name of a variable", "write letters, digits and '_', beginning with a letter");
            }

            ExpectationBinding.CheckPath(path, fields.At("capture").Field(variable), fields.Problems);
        }

        fields.Close();
        return name is null || http is null ? null : new ProbeStep { Name = name, Http = http, Expect = expect, Capture = capture };
    }

    private static HttpStep? Http(FieldReader fields, IReadOnlyList<string> captured)
    {
        var method = fields.Text("method") ?? "GET";
        if (!Methods.Contains(method, StringComparer.Ordinal))
        {
            fields.Problems.Add(fields.At("method"), $"'{method}' is not known", $"write one of {string.Join(", ", Methods)}");
        }

        var path = fields.RequiredText("path", "write the path of the request, such as /checkout");
        if (path is not null && !path.StartsWith('/'))
        {
            fields.Problems.Add(fields.At("path"), $"'{path}' does not begin with '/'", "write the path alone: host and port are the node's");
        }

        var headers = TextMaps.Bind(fields, "headers", ignoreCase: true) ?? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers.Keys.Where(h => !TemplateText.IsHeader(h)))
        {
            fields.Problems.Add(fields.At("headers"), $"'{header}' is no name of a header", "write letters, digits and '-'");
        }

        var json = fields.Find("json") is { } body ? JsonTree.Write(body) : null;
        fields.Close();
        Known(path, fields.At("path"));
        Known(json, fields.At("json"));
        foreach (var (header, value) in headers)
        {
            Known(value, fields.At("headers").Field(header));
        }

        return path is null ? null : new HttpStep { Method = method, Path = path, Headers = headers, Json = json };

        void Known(string? text, SpecPlace place)
        {
            foreach (var variable in TemplateText.Variables(text).Except(captured, StringComparer.Ordinal))
            {
                fields.Problems.Add(place, $"'{{{{ {variable} }}}}' was captured by no earlier step",
                    captured.Count == 0 ? "capture it in a step before" : $"capture it in a step before; known here: {string.Join(", ", captured)}");
            }
        }
    }
}
