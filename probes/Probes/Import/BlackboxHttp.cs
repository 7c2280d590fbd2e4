using System.Globalization;
using Rollout.Api;
using Rollout.Api.Binding;
using Rollout.Probes.Steps.Http;

namespace Rollout.Probes.Import;

/// <summary>An http module.</summary>
internal static class BlackboxHttp
{
    private static readonly Dictionary<string, string> Versions = new(StringComparer.Ordinal)
    {
        ["HTTP/1.0"] = "1.0", ["HTTP/1.1"] = "1.1", ["HTTP/2"] = "2", ["HTTP/2.0"] = "2",
    };

    public static ProbeStep Step(FieldReader? fields, LeftOut left)
    {
        const int Redirects = 10;
        if (fields is null)
        {
            return new ProbeStep { Name = "request", Http = new HttpStep { Path = "/", Redirects = Redirects } };
        }

        var follow = (fields.Boolean("follow_redirects") ?? true) && !(fields.Boolean("no_follow_redirects") ?? false);
        var step = new HttpStep
        {
            Method = fields.Text("method") ?? "GET",
            Path = "/",
            Headers = TextMaps.Bind(fields, "headers", ignoreCase: true) ?? TextMaps.Empty,
            Body = Plain(fields, left),
            Redirects = follow ? Redirects : 0,
            Version = fields.Boolean("enable_http2") == false ? "1.1" : null,
            Tls = left.Tls(fields, "tls_config"),
        };
        var expect = Expect(fields, left);
        NotCarried(fields, left);
        fields.Close();
        return new ProbeStep { Name = "request", Http = Kept(step, left, fields), Expect = expect };
    }

    private static string? Plain(FieldReader fields, LeftOut left)
    {
        // Line breaks are a body's own, and no other text's.
        var body = fields.Find("body") is SpecNode.Scalar { Kind: ScalarKind.Text, Text.Length: <= 100_000 } text ? text.Text : fields.Text("body", 100_000);
        if (body?.Contains("{{", StringComparison.Ordinal) != true)
        {
            return body;
        }

        left.Add(fields.At("body"), "a body with {{ in it: that begins a captured value here", "write it in another way, in JSON as \\u007b\\u007b");
        return null;
    }

    private static Expectation Expect(FieldReader fields, LeftOut left)
    {
        var status = (fields.Sequence("valid_status_codes") ?? []).Select(i => Scalars.WholeNumberOf(i, fields.Problems, 100, 599)).OfType<int>().ToList();
        var (secure, plain) = (fields.Boolean("fail_if_not_ssl") ?? false, fields.Boolean("fail_if_ssl") ?? false);
        return new Expectation
        {
            Status = status,
            Versions = Spoken(fields, left),
            Secure = secure ? true : plain ? false : null,
            BodyNever = left.Patterns(fields, "fail_if_body_matches_regexp"),
            BodyMatches = left.Patterns(fields, "fail_if_body_not_matches_regexp"),
            HeadersNever = Headers(fields, "fail_if_header_matches", left, mayMiss: _ => true),
            Headers = Headers(fields, "fail_if_header_not_matches", left, mayMiss: missing => !missing),
            MaxBytes = Size(fields, left),
        };
    }

    private static List<string> Spoken(FieldReader fields, LeftOut left)
    {
        var versions = new List<string>();
        foreach (var item in fields.Sequence("valid_http_versions") ?? [])
        {
            if (Scalars.TextOf(item, fields.Problems) is not { } text)
            {
                continue;
            }

            if (Versions.TryGetValue(text, out var version))
            {
                versions.Add(version);
            }
            else
            {
                left.Add(item.Place, $"the HTTP version {text} has no counterpart", $"known are {string.Join(", ", Versions.Keys)}");
            }
        }

        return versions;
    }

    /// <param name="fields">Of the module.</param>
    /// <param name="key">The list.</param>
    /// <param name="left">What is left out.</param>
    /// <param name="mayMiss">Whether what <c>allow_missing</c> says is what is done here.</param>
    private static Dictionary<string, string> Headers(FieldReader fields, string key, LeftOut left, Func<bool, bool> mayMiss)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in fields.Sequence(key) ?? [])
        {
            if (FieldReader.Open(item, fields.Problems) is not { } one)
            {
                continue;
            }

            var name = one.RequiredText("header", "name the header");
            var text = one.RequiredText("regexp", "write the expression");
            var missing = one.Boolean("allow_missing") ?? false;
            one.Close();
            if (name is null || text is null || left.Pattern(text, one.Place) is not { } pattern)
            {
                continue;
            }

            if (!mayMiss(missing))
            {
                left.Add(one.Place, $"a header {name} that may be missing but must match when it is there has no counterpart", "expect the header, or leave it out");
            }
            else if (!headers.TryAdd(name, pattern))
            {
                left.Add(one.Place, $"a second expression for the header {name}", "join the two with |, or make two probes");
            }
        }

        return headers;
    }

    private static void NotCarried(FieldReader fields, LeftOut left)
    {
        left.Addresses(fields);
        const string Secret = "put it into a Secret, name it under customer, and write the header: Authorization: \"Bearer {{ customer.token }}\"";
        foreach (var key in new[] { "basic_auth", "bearer_token", "bearer_token_file", "authorization", "oauth2" })
        {
            left.Field(fields, key, $"{key} holds or names a secret", Secret);
        }

        foreach (var key in new[] { "proxy_url", "no_proxy", "proxy_from_environment", "proxy_connect_header", "skip_resolve_phase_with_proxy" })
        {
            left.Field(fields, key, $"{key} has no counterpart in a probe", "give rollout probe serve --proxy URL");
        }

        left.Field(fields, "body_file", "body_file has no counterpart", "write the text under body");
        left.Field(fields, "http_headers", "http_headers has no counterpart", "write headers, and what is secret as {{ customer.key }}");
        left.Field(fields, "enable_http3", "enable_http3 has no counterpart", "keep the blackbox exporter for it");
        left.Field(fields, "compression", "compression has no counterpart: bodies are asked for packed and unpacked as the answer says", "expect the header Content-Encoding where it matters");
        foreach (var key in new[] { "fail_if_body_json_matches_cel", "fail_if_body_json_not_matches_cel" })
        {
            left.Field(fields, key, $"{key} has no counterpart", "expect values by their place: jsonPath, or schema");
        }
    }

    /// <summary>Theirs sends whatever stands there.</summary>
    private static HttpStep Kept(HttpStep step, LeftOut left, FieldReader fields)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in step.Headers)
        {
            if (name.Equals(HostHeader.Name, StringComparison.OrdinalIgnoreCase) && HostHeader.Fault(value) is { } fault)
            {
                left.Add(fields.At("headers").Field(name), fault, HostHeader.Mend);
            }
            else
            {
                headers[name] = value;
            }
        }

        return step with { Headers = headers };
    }

    /// <summary>Bytes as they write them: <c>10MB</c>, <c>1KiB</c>.</summary>
    private static long? Size(FieldReader fields, LeftOut left)
    {
        (string Unit, long Bytes)[] units = [("KB", 1024), ("MB", 1024 * 1024), ("GB", 1024L * 1024 * 1024), ("KiB", 1024), ("MiB", 1024 * 1024), ("GiB", 1024L * 1024 * 1024), ("B", 1)];
        if (!fields.Has("body_size_limit") || fields.Find("body_size_limit") is not SpecNode.Scalar scalar)
        {
            return null;
        }

        var unit = units.FirstOrDefault(u => scalar.Text.EndsWith(u.Unit, StringComparison.Ordinal), (Unit: "", Bytes: 1L));
        if (!decimal.TryParse(scalar.Text.AsSpan(0, scalar.Text.Length - unit.Unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number * unit.Bytes > long.MaxValue)
        {
            left.Add(scalar.Place, $"the size {scalar.Text} cannot be read here", "write a number and one of B, KB, MB and GB");
            return null;
        }

        return number == 0 ? null : (long)(number * unit.Bytes);
    }
}
