namespace Rollout.Charts.Tests.Templates;

/// <summary>Reads a file of templates: what it says itself, and what it defines by name. Anything that is not served here is a fault.</summary>
internal sealed class TemplateReader
{
    private readonly IReadOnlyList<TemplatePiece> pieces;
    private readonly string file;
    private readonly IDictionary<string, IReadOnlyList<Node>> defined;
    private int next;

    private TemplateReader(string template, string file, IDictionary<string, IReadOnlyList<Node>> defined)
    {
        pieces = TemplatePieces.Cut(template, file);
        this.file = file;
        this.defined = defined;
    }

    public static IReadOnlyList<Node> Read(string template, string file, IDictionary<string, IReadOnlyList<Node>> defined)
    {
        var reader = new TemplateReader(template, file, defined);
        var (nodes, end) = reader.Body();
        return end is null ? nodes : throw new TemplateFault($"{file}: '{end.Text}' closes nothing");
    }

    /// <summary>Up to an end or an else, which is handed back; null at the end of the file.</summary>
    private (IReadOnlyList<Node> Nodes, TemplatePiece? End) Body()
    {
        var nodes = new List<Node>();
        while (next < pieces.Count)
        {
            var piece = pieces[next++];
            if (!piece.IsAction)
            {
                nodes.Add(new Node.Text(Place(piece), piece.Text));
                continue;
            }

            var words = Words.Of(piece.Text, Place(piece));
            if (words is [{ Kind: WordKind.Name, Text: "end" or "else" }, ..])
            {
                return (nodes, piece);
            }

            if (Action(piece, words) is { } node)
            {
                nodes.Add(node);
            }
        }

        return (nodes, null);
    }

    private Node? Action(TemplatePiece piece, List<Word> words)
    {
        var place = Place(piece);
        switch (words)
        {
            case []:
                throw new TemplateFault($"{place}: an action says nothing");
            case [{ Kind: WordKind.Name, Text: "define" }, { Kind: WordKind.Text } name]:
                if (!defined.TryAdd(name.Text, Closed(piece).Then))
                {
                    throw new TemplateFault($"{place}: '{name.Text}' is defined twice");
                }

                return null;
            case [{ Kind: WordKind.Name, Text: "if" }, ..]:
                var branch = Closed(piece);
                return new Node.If(place, Value(words, 1, place), branch.Then, branch.Else);
            case [{ Kind: WordKind.Name, Text: "with" }, ..]:
                var with = Closed(piece);
                return new Node.With(place, Value(words, 1, place), with.Then, with.Else);
            case [{ Kind: WordKind.Name, Text: "range" }, { Kind: WordKind.Variable } key, { Text: "," }, { Kind: WordKind.Variable } item, { Text: ":=" }, ..]:
                var pairs = Closed(piece);
                return new Node.Range(place, key.Text[1..], item.Text[1..], Value(words, 5, place), pairs.Then, pairs.Else);
            case [{ Kind: WordKind.Name, Text: "range" }, ..] when words.All(word => word.Text != ":="):
                var each = Closed(piece);
                return new Node.Range(place, null, null, Value(words, 1, place), each.Then, each.Else);
            case [{ Kind: WordKind.Variable } variable, { Kind: WordKind.Sign, Text: ":=" or "=" } sign, ..]:
                return new Node.Assign(place, variable.Text[1..], sign.Text == ":=", Value(words, 2, place));
            case [{ Kind: WordKind.Name, Text: "define" or "range" or "template" or "block" or "break" or "continue" } other, ..]:
                throw new TemplateFault($"{place}: {other.Text} is not served in this form");
            default:
                return new Node.Output(place, Value(words, 0, place));
        }
    }

    private (IReadOnlyList<Node> Then, IReadOnlyList<Node> Else) Closed(TemplatePiece opened)
    {
        var (then, end) = Body();
        if (end is null)
        {
            throw new TemplateFault($"{Place(opened)}: '{opened.Text}' has no end");
        }

        var words = Words.Of(end.Text, Place(end));
        if (words is [{ Text: "end" }])
        {
            return (then, []);
        }

        if (words is [{ Text: "else" }, { Text: "if" }, ..])
        {
            var (inner, rest) = Closed(end);
            return (then, [new Node.If(Place(end), Value(words, 2, Place(end)), inner, rest)]);
        }

        if (words is not [{ Text: "else" }])
        {
            throw new TemplateFault($"{Place(end)}: '{end.Text}' is not served in this form");
        }

        var (otherwise, last) = Body();
        return last is { Text: "end" } ? (then, otherwise) : throw new TemplateFault($"{Place(end)}: the else has no end");
    }

    private static Expression Value(List<Word> words, int from, string place) => new ExpressionReader(words, from, place).ReadAll();

    private string Place(TemplatePiece piece) => $"{file}:{piece.Line}";
}
