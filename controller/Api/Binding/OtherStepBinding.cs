namespace Rollout.Api.Binding;

/// <summary>Binds the steps that are not HTTP.</summary>
internal static class OtherStepBinding
{
    private static readonly string[] Types = ["A", "AAAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT", "CAA", "ANY"];
    private static readonly string[] Turns = ["send", "expect", "startTls"];

    public static TcpStep Tcp(FieldReader fields, StepVariables variables)
    {
        var step = new TcpStep { Port = Port(fields), Tls = TlsBinding.Bind(fields, "tls"), Talk = Talk(fields, variables) };
        fields.Close();
        return step;
    }

    public static DnsStep? Dns(FieldReader fields)
    {
        var name = fields.RequiredText("name", "write the name to ask for, such as shop.example", 253);
        var step = new DnsStep
        {
            Name = name ?? "",
            Type = TextLists.BindWord(fields, "type", Types) ?? "A",
            Server = fields.Text("server", 260),
            Transport = TextLists.BindWord(fields, "transport", "udp", "tcp") ?? "udp",
            Recursion = fields.Boolean("recursion") ?? true,
        };
        fields.Close();
        return name is null ? null : step;
    }

    public static TlsStep Tls(FieldReader fields)
    {
        var step = new TlsStep { Port = Port(fields), Settings = TlsBinding.Fields(fields) };
        fields.Close();
        return step;
    }

    public static GrpcStep Grpc(FieldReader fields)
    {
        var step = new GrpcStep { Service = fields.Text("service", 200) ?? "", Port = Port(fields), Tls = TlsBinding.Bind(fields, "tls") };
        fields.Close();
        return step;
    }

    public static ExecStep? Exec(FieldReader fields, StepVariables variables)
    {
        const string Mend = "write program and arguments as a list: [./check.sh, \"{{ id }}\"]";
        if (fields.Require("command", Mend) is null)
        {
            fields.Close();
            return null;
        }

        var items = fields.Sequence("command");
        var command = (items ?? []).Select(item => Scalars.TextOf(item, fields.Problems)).OfType<string>().ToList();
        if (items is { Count: 0 })
        {
            fields.Problems.Add(fields.At("command"), "has no program", Mend);
        }

        foreach (var argument in command)
        {
            variables.Check(argument, fields.At("command"));
        }

        fields.Close();
        return command.Count == 0 ? null : new ExecStep { Command = command };
    }

    private static List<TcpTurn> Talk(FieldReader fields, StepVariables variables)
    {
        var turns = new List<TcpTurn>();
        foreach (var item in fields.Sequence("talk") ?? [])
        {
            if (FieldReader.Open(item, fields.Problems) is not { } turn)
            {
                continue;
            }

            var given = Turns.Count(turn.Has);
            if (given != 1)
            {
                fields.Problems.Add(turn.Place, "is not exactly one of send, expect and startTls", "write one a turn: {expect: \"^220\"}, then {send: QUIT}");
            }

            var one = new TcpTurn { Send = Line(turn), Expect = turn.Text("expect"), StartTls = TlsBinding.Bind(turn, "startTls") };
            variables.Check(one.Send, turn.At("send"));
            turn.Close();
            turns.Add(one);
        }

        return turns;
    }

    /// <summary>An empty line is one too: it ends a head, and wakes a server up.</summary>
    private static string? Line(FieldReader turn) => turn.Find("send") is SpecNode.Scalar { Kind: ScalarKind.Text, Text: "" } ? "" : turn.Text("send");

    private static int? Port(FieldReader fields) => fields.WholeNumber("port", 1, 65535);
}
