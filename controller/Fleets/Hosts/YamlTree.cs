using System.Text;
using System.Text.RegularExpressions;
using Rollout.Api.Binding;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Rollout.Fleets.Hosts;

/// <summary>
/// The neutral tree of one YAML document. Read from the parser's events rather than through the representation model, which throws at the
/// first key that stands twice and knows no bound for what aliases multiply.
/// </summary>
public sealed partial class YamlTree
{
    /// <summary>Nodes in a document, with every alias counted as often as it is used.</summary>
    public const int MostNodes = 20_000;

    /// <summary>Maps and lists inside one another.</summary>
    public const int Deepest = 40;

    private const string NoYamlMend = "mend this line or the one above it; a text with any of {}[],:#& in it goes in quotes, \"$.items[0]\" for one";

    private readonly IParser parser;
    private readonly string file;
    private readonly BindingProblems problems;
    private readonly Dictionary<AnchorName, SpecNode> anchors = [];

    /// <summary>Where braces and brackets begin that have not ended yet, the innermost last.</summary>
    private readonly Stack<int> opened = [];
    private int nodes;

    private YamlTree(IParser parser, string file, BindingProblems problems)
    {
        this.parser = parser;
        this.file = file;
        this.problems = problems;
    }

    /// <summary>The document's root, or null with problems. Never throws for what the text holds.</summary>
    /// <param name="yaml">UTF-8; its size is the caller's to bound.</param>
    /// <param name="file">The name that places begin with.</param>
    /// <param name="problems">Where to say what is wrong.</param>
    public static SpecNode? Read(ReadOnlySpan<byte> yaml, string file, BindingProblems problems)
    {
        YamlTree? tree = null;
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(yaml);
            using var reader = new StringReader(text.TrimStart('\uFEFF'));
            tree = new YamlTree(new Parser(reader), file, problems);
            return tree.Document();
        }
        catch (DecoderFallbackException e)
        {
            problems.Add(new SpecPlace(file, null, ""), $"is not UTF-8 text (at byte {e.Index})", "save it as UTF-8");
        }
        catch (YamlException e)
        {
            if (TabbedLine(yaml) is { } tabbed)
            {
                problems.Add(new SpecPlace(file, tabbed, ""), "is indented with a tab", "indent with spaces");
                return null;
            }

            var why = string.Join(' ', e.Message.TrimEnd('.').Split(' ', StringSplitOptions.RemoveEmptyEntries));
            problems.Add(new SpecPlace(file, (int)Math.Max(1, e.End.Line), ""), $"is no YAML: {why}", NoYamlMend);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The scanner gives up so on a few kinds of malformed text, without a place: nearly always a brace or bracket that nobody closed.
            var unclosed = tree is { opened.Count: > 0 };
            problems.Add(
                new SpecPlace(file, unclosed ? tree!.opened.Peek() : tree?.parser.Current is { } last ? Line(last) : null, ""),
                unclosed ? "is no YAML: a brace or bracket opened on this line is not closed" : "is no YAML: its structure cannot be made out from here on",
                "close every brace and bracket: {name: shop}, [a, b]; a text with any of {}[],:#& in it goes in quotes, \"$.items[0]\" for one");
        }
        catch (TooMuchException e)
        {
            problems.Add(new SpecPlace(file, e.Line, ""), e.Message, "write it shorter, with fewer aliases");
        }

        return null;
    }

    /// <summary>The parser tells a tab at the line where the map around it began.</summary>
    private static int? TabbedLine(ReadOnlySpan<byte> yaml)
    {
        var line = 0;
        foreach (var range in yaml.Split((byte)'\n'))
        {
            line++;
            if (yaml[range].TrimStart((byte)' ') is [(byte)'\t', ..])
            {
                return line;
            }
        }

        return null;
    }

    private SpecNode? Document()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            problems.Add(new SpecPlace(file, 1, ""), "is empty", "write a fleet: name, nodes, deploy, status, spec");
            return null;
        }

        var root = Node(new SpecPlace(file, null, ""), 0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            problems.Add(new SpecPlace(file, Line(second), ""), "a second document begins here", "keep one document to a file");
            return null;
        }

        return root;
    }

    private SpecNode Node(SpecPlace place, int depth)
    {
        var at = place with { Line = Line(parser.Current!) };
        Count(at, 1);
        if (depth > Deepest)
        {
            throw new TooMuchException("maps and lists stand more than 40 deep in one another", at.Line);
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Alias(alias, at);
        }

        var anchor = parser.Current is NodeEvent node ? node.Anchor : AnchorName.Empty;
        SpecNode read = parser.Accept<MappingStart>(out var map) ? Map(at, depth, map) : parser.Accept<SequenceStart>(out var list) ? List(at, depth, list) : Value(at);
        if (!anchor.IsEmpty)
        {
            anchors[anchor] = read;
        }

        return read;
    }

    private SpecNode.Map Map(SpecPlace place, int depth, MappingStart start)
    {
        Open(start.Style == MappingStyle.Flow, start);
        CheckTag(parser.Consume<MappingStart>(), place);
        var entries = new List<SpecEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(place, depth + 1);
            var name = key is SpecNode.Scalar scalar ? scalar.Text : "";
            var at = place.Field(name) with { Line = key.Place.Line };
            var value = Node(at, depth + 1);
            if (key is SpecNode.Scalar)
            {
                entries.Add(new SpecEntry(name, at, value));
            }
            else
            {
                problems.Add(key.Place, $"a key is {key.Described}", "write a name before the colon");
            }
        }

        Shut(start.Style == MappingStyle.Flow);
        return new SpecNode.Map(place, entries);
    }

    private SpecNode.Sequence List(SpecPlace place, int depth, SequenceStart start)
    {
        Open(start.Style == SequenceStyle.Flow, start);
        CheckTag(parser.Consume<SequenceStart>(), place);
        var items = new List<SpecNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node(place.Item(items.Count), depth + 1));
        }

        Shut(start.Style == SequenceStyle.Flow);
        return new SpecNode.Sequence(place, items);
    }

    /// <summary>Before it is consumed: the scanner looks ahead, and may give up while it does.</summary>
    private void Open(bool flow, ParsingEvent start)
    {
        if (flow)
        {
            opened.Push(Line(start));
        }
    }

    private void Shut(bool flow)
    {
        if (flow)
        {
            opened.Pop();
        }
    }

    private SpecNode.Scalar Value(SpecPlace place)
    {
        var scalar = parser.Consume<Scalar>();
        var isText = scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str";
        if (!isText || scalar.Tag != "tag:yaml.org,2002:str")
        {
            CheckTag(scalar, place);
        }

        return new SpecNode.Scalar(place, scalar.Value, isText ? ScalarKind.Text : KindOf(scalar.Value));
    }

    private SpecNode Alias(AnchorAlias alias, SpecPlace place)
    {
        if (!anchors.TryGetValue(alias.Value, out var target))
        {
            problems.Add(place, $"the alias *{alias.Value.Value} stands for nothing above it", "write the anchor before it, and not around it");
            return new SpecNode.Scalar(place, "", ScalarKind.Null);
        }

        return Moved(target, place);
    }

    /// <summary>The anchored node at the alias's place, so that a problem names where it takes effect.</summary>
    private SpecNode Moved(SpecNode node, SpecPlace place)
    {
        Count(place, 1);
        return node switch
        {
            SpecNode.Map map => new SpecNode.Map(place,
                [.. map.Entries.Select(e => new SpecEntry(e.Key, place.Field(e.Key), Moved(e.Value, place.Field(e.Key))))]),
            SpecNode.Sequence list => new SpecNode.Sequence(place, [.. list.Items.Select((item, i) => Moved(item, place.Item(i)))]),
            _ => node with { Place = place },
        };
    }

    private void CheckTag(NodeEvent node, SpecPlace place)
    {
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
        {
            problems.Add(place, $"has the tag {node.Tag.Value}", "remove it: types follow from the field");
        }
    }

    private void Count(SpecPlace place, int more)
    {
        nodes += more;
        if (nodes > MostNodes)
        {
            throw new TooMuchException("holds more than 20000 values, aliases counted as often as they are used", place.Line);
        }
    }

    private static int Line(ParsingEvent at) => (int)Math.Max(1, at.Start.Line);

    /// <summary>The core schema of YAML 1.2, with numbers only as JSON writes them: 'yes', '0x1F' and '1_000' are texts.</summary>
    private static ScalarKind KindOf(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ => Number().IsMatch(plain) ? ScalarKind.Number : ScalarKind.Text,
    };

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();

    private sealed class TooMuchException(string message, int? line) : Exception(message)
    {
        public int? Line { get; } = line;
    }
}
