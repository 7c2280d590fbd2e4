using Rollout.Api;
using Rollout.Api.Binding;

namespace Rollout.Probes.Import;

/// <summary>The modules that are not http.</summary>
internal static class BlackboxOthers
{
    public static ProbeStep Tcp(FieldReader? fields, LeftOut left)
    {
        if (fields is null)
        {
            return new ProbeStep { Name = "connect", Tcp = new TcpStep() };
        }

        var settings = left.Tls(fields, "tls_config");
        var secure = fields.Boolean("tls") ?? false;
        var talk = new List<TcpTurn>();
        foreach (var item in fields.Sequence("query_response") ?? [])
        {
            if (FieldReader.Open(item, fields.Problems) is { } turn)
            {
                talk.AddRange(Turns(turn, settings, left));
            }
        }

        left.Addresses(fields);
        fields.Close();
        return new ProbeStep { Name = "talk", Tcp = new TcpStep { Tls = secure ? settings ?? new TlsSettings() : null, Talk = talk } };
    }

    public static ProbeStep? Dns(FieldReader? fields, LeftOut left)
    {
        if (fields is null)
        {
            return null;
        }

        var name = fields.RequiredText("query_name", "write the name to ask for", 253);
        var any = fields.Has("validate_answer_rrs") ? fields.Map("validate_answer_rrs") : null;
        var step = new DnsStep
        {
            Name = (name ?? "").TrimEnd('.') is { Length: > 0 } plain ? plain : ".",
            Type = fields.Text("query_type") ?? "ANY",
            Transport = fields.Text("transport_protocol") ?? "udp",
            Recursion = fields.Boolean("recursion_desired") ?? true,
        };
        var expect = new Expectation
        {
            Rcode = [.. (fields.Sequence("valid_rcodes") ?? []).Select(i => Scalars.TextOf(i, fields.Problems)).OfType<string>()],
            AnswersNever = any is null ? [] : left.Patterns(any, "fail_if_matches_regexp"),
            AnswersAll = any is null ? [] : left.Patterns(any, "fail_if_not_matches_regexp"),
            AnswersAny = any is null ? [] : left.Patterns(any, "fail_if_none_matches_regexp"),
        };
        if (any is not null)
        {
            left.Field(any, "fail_if_all_match_regexp", "fail_if_all_match_regexp has no counterpart", "write what some record must match: answersAny");
            any.Close();
        }

        if (fields.Text("query_class") is { } space && space != "IN")
        {
            left.Add(fields.At("query_class"), $"the class {space} has no counterpart", "keep the blackbox exporter for it");
        }

        foreach (var key in new[] { "validate_authority_rrs", "validate_additional_rrs", "dns_over_tls", "tls_config" })
        {
            left.Field(fields, key, $"{key} has no counterpart", "keep the blackbox exporter for it");
        }

        left.Addresses(fields);
        fields.Close();
        return new ProbeStep { Name = "question", Dns = step, Expect = expect };
    }

    public static ProbeStep Grpc(FieldReader? fields, LeftOut left)
    {
        if (fields is null)
        {
            return new ProbeStep { Name = "health", Grpc = new GrpcStep() };
        }

        var settings = left.Tls(fields, "tls_config");
        var secure = fields.Boolean("tls") ?? false;
        var service = fields.Has("service") ? fields.Text("service", 200) : null;
        left.Field(fields, "metadata", "metadata has no counterpart", "keep the blackbox exporter for it");
        left.Addresses(fields);
        fields.Close();
        return new ProbeStep { Name = "health", Grpc = new GrpcStep { Service = service ?? "", Tls = secure ? settings ?? new TlsSettings() : null } };
    }

    /// <summary>Theirs ends a line with \n alone, so their configurations write the \r of "\r\n" out; ours ends it with both.</summary>
    private static string? Line(FieldReader turn)
    {
        var node = turn.Find("send")!;
        return node is SpecNode.Scalar { Kind: ScalarKind.Text, Text: ['\r'] or ['\r', '\n'] } ? ""
            : Scalars.TextOf(node is SpecNode.Scalar { Kind: ScalarKind.Text } text ? text with { Text = text.Text.TrimEnd('\r', '\n') } : node, turn.Problems);
    }

    /// <summary>Theirs expects, then sends, then begins TLS.</summary>
    private static List<TcpTurn> Turns(FieldReader turn, TlsSettings? settings, LeftOut left)
    {
        var turns = new List<TcpTurn>();
        if (turn.Text("expect") is { } expect && left.Pattern(expect, turn.At("expect")) is { } pattern)
        {
            turns.Add(new TcpTurn { Expect = pattern });
        }

        if (turn.Has("send") && Line(turn) is { } send)
        {
            if (send.Contains("${", StringComparison.Ordinal))
            {
                left.Add(turn.At("send"), "an answer made of what was heard before has no counterpart", "keep the blackbox exporter for it");
            }
            else
            {
                turns.Add(new TcpTurn { Send = send });
            }
        }

        if (turn.Boolean("starttls") == true)
        {
            turns.Add(new TcpTurn { StartTls = settings ?? new TlsSettings() });
        }

        left.Field(turn, "expect_bytes", "expect_bytes has no counterpart: lines are compared", "write an expression under expect");
        left.Field(turn, "labels", "labels has no counterpart: what was heard becomes no metric", "keep the blackbox exporter for it");
        turn.Close();
        return turns;
    }
}
