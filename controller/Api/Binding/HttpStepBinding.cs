namespace Rollout.Api.Binding;

/// <summary>Binds an HTTP step.</summary>
internal static class HttpStepBinding
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static HttpStep? Bind(FieldReader fields, StepVariables variables)
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

        var json = fields.Find("json") is { } node ? JsonTree.Write(node) : null;
        var form = TextMaps.BindTextsOrNumbers(fields, "form") ?? TextMaps.Empty;
        var body = Body(fields);
        if (new[] { json is not null, form.Count > 0, body is not null }.Count(given => given) > 1)
        {
            fields.Problems.Add(fields.Place, "has more than one of json, form and body", "keep one");
        }

        var step = path is null ? null : new HttpStep
        {
            Method = method,
            Path = path,
            Headers = headers,
            Json = json,
            Form = form,
            Body = body,
            Redirects = fields.WholeNumber("redirects", 0, 20) ?? 0,
            Version = TextLists.BindWord(fields, "version", "1.1", "2"),
            Tls = TlsBinding.Bind(fields, "tls"),
        };
        if (path is null)
        {
            fields.Leave("redirects");
            fields.Leave("version");
            fields.Leave("tls");
        }

        fields.Close();
        Check(fields, step, variables);
        return step;
    }

    private static void Check(FieldReader fields, HttpStep? step, StepVariables variables)
    {
        variables.Check(step?.Path, fields.At("path"));
        variables.Check(step?.Json, fields.At("json"));
        variables.Check(step?.Body, fields.At("body"));
        foreach (var (header, value) in step?.Headers ?? TextMaps.Empty)
        {
            variables.Check(value, fields.At("headers").Field(header));
        }

        foreach (var (field, value) in step?.Form ?? TextMaps.Empty)
        {
            variables.Check(value, fields.At("form").Field(field));
        }
    }

    /// <summary>A body may hold line breaks, which no other text may.</summary>
    private static string? Body(FieldReader fields)
    {
        const int Longest = 100_000;
        switch (fields.Find("body"))
        {
            case null:
                return null;
            case SpecNode.Scalar { Kind: ScalarKind.Text } text when text.Text.Length <= Longest:
                return text.Text;
            case SpecNode.Scalar { Kind: ScalarKind.Text } text:
                fields.Problems.Add(text.Place, $"has more than {Longest} characters", "keep it shorter");
                return null;
            case var other:
                fields.Problems.Add(other.Place, $"is {other.Described} where text is wanted", "put it in quotes, or write it under json");
                return null;
        }
    }
}
