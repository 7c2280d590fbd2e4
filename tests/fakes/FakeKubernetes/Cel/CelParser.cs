namespace Rollout.FakeKubernetes.Cel;

/// <summary>Reads an expression: conditions, comparisons, arithmetic, selections, calls, lists, maps and object constructions.</summary>
internal sealed class CelParser
{
    private static readonly string[][] Levels = [["||"], ["&&"], ["==", "!=", "<", "<=", ">", ">=", "in"], ["+", "-"], ["*", "/", "%"]];
    private readonly List<CelToken> tokens;
    private int at;

    private CelParser(string text) => tokens = CelTokens.Read(text);

    /// <exception cref="CelFault">The expression cannot be read.</exception>
    public static CelNode Parse(string text)
    {
        var parser = new CelParser(text);
        var node = parser.Expression();
        return parser.tokens[parser.at].Kind == CelTokenKind.End ? node : throw parser.Unexpected();
    }

    private CelNode Expression()
    {
        var condition = Level(0);
        if (!Take("?"))
        {
            return condition;
        }

        var then = Expression();
        Expect(":");
        return new CelNode.Choice(condition, then, Expression());
    }

    private CelNode Level(int level)
    {
        if (level == Levels.Length)
        {
            return Unary();
        }

        var left = Level(level + 1);
        while (Levels[level].Contains(Now.Text, StringComparer.Ordinal) && Now.Kind != CelTokenKind.Value)
        {
            var sign = tokens[at++].Text;
            left = new CelNode.Binary(sign, left, Level(level + 1));
        }

        return left;
    }

    private CelNode Unary()
    {
        if (Now.Kind == CelTokenKind.Sign && Now.Text is "!" or "-" && Now.Kind == CelTokenKind.Sign)
        {
            var sign = tokens[at++].Text;
            return new CelNode.Unary(sign, Unary());
        }

        return Member();
    }

    private CelNode Member()
    {
        var node = Primary();
        while (true)
        {
            if (Take("."))
            {
                var field = Word();
                node = Take("(") ? new CelNode.Call(node, field, Arguments(")")) : new CelNode.Select(node, field);
            }
            else if (Take("["))
            {
                node = new CelNode.Index(node, Expression());
                Expect("]");
            }
            else if (Now is { Kind: CelTokenKind.Sign, Text: "{" } && IsTypeName(node))
            {
                at++;
                node = new CelNode.ObjectOf(Fields());
            }
            else
            {
                return node;
            }
        }
    }

    private CelNode Primary()
    {
        var token = tokens[at++];
        switch (token.Kind)
        {
            case CelTokenKind.Value:
                return new CelNode.Literal(token.Value);
            case CelTokenKind.Name when token.Text is "true" or "false":
                return new CelNode.Literal(token.Text == "true");
            case CelTokenKind.Name when token.Text == "null":
                return new CelNode.Literal(null);
            case CelTokenKind.Name:
                return Take("(") ? new CelNode.Call(null, token.Text, Arguments(")")) : new CelNode.Name(token.Text);
            case CelTokenKind.Sign when token.Text == "(":
                var inner = Expression();
                Expect(")");
                return inner;
            case CelTokenKind.Sign when token.Text == "[":
                return new CelNode.ListOf(Arguments("]"));
            case CelTokenKind.Sign when token.Text == "{":
                return new CelNode.MapOf(Entries());
            default:
                at--;
                throw Unexpected();
        }
    }

    private List<CelNode> Arguments(string close)
    {
        var arguments = new List<CelNode>();
        while (!Take(close))
        {
            if (arguments.Count > 0)
            {
                Expect(",");
            }

            arguments.Add(Expression());
        }

        return arguments;
    }

    private List<(CelNode Key, CelNode Value)> Entries()
    {
        var entries = new List<(CelNode, CelNode)>();
        while (!Take("}"))
        {
            if (entries.Count > 0)
            {
                Expect(",");
            }

            var key = Expression();
            Expect(":");
            entries.Add((key, Expression()));
        }

        return entries;
    }

    private List<(string Field, CelNode Value)> Fields()
    {
        var fields = new List<(string, CelNode)>();
        while (!Take("}"))
        {
            if (fields.Count > 0)
            {
                Expect(",");
            }

            var field = Word();
            Expect(":");
            fields.Add((field, Expression()));
        }

        return fields;
    }

    private static bool IsTypeName(CelNode node) =>
        node is CelNode.Name { Text: "Object" or "JSONPatch" } || node is CelNode.Select select && IsTypeName(select.Target);

    private CelToken Now => tokens[at];

    private string Word() => Now.Kind == CelTokenKind.Name ? tokens[at++].Text : throw Unexpected();

    private bool Take(string sign)
    {
        if (Now.Kind != CelTokenKind.Sign || Now.Text != sign)
        {
            return false;
        }

        at++;
        return true;
    }

    private void Expect(string sign)
    {
        if (!Take(sign))
        {
            throw Unexpected();
        }
    }

    private CelFault Unexpected() => new($"Syntax error: unexpected '{Now.Text}'");
}
