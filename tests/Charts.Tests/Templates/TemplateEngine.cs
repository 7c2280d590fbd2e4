using System.Text;

namespace Rollout.Charts.Tests.Templates;

/// <summary>
/// Renders the part of Go's text/template with Helm's functions that this chart keeps to. It is held to renderings of the real Helm
/// (Recorded/), and strict: what Helm would refuse is a fault, and so is whatever is not served here.
/// </summary>
internal sealed class TemplateEngine
{
    private readonly Dictionary<string, IReadOnlyList<Node>> defined = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<Node>> files = new(StringComparer.Ordinal);

    public void Add(string file, string template) => files[file] = TemplateReader.Read(template, file, defined);

    public IEnumerable<string> Files => files.Keys;

    public string Render(string file, object? root) => Render(files[file], root);

    public string Include(string name, object? dot) =>
        defined.TryGetValue(name, out var nodes) ? Render(nodes, dot) : throw new TemplateFault($"no template is defined as '{name}'");

    private string Render(IReadOnlyList<Node> nodes, object? root)
    {
        var output = new StringBuilder();
        Write(nodes, new Scope(this, root, root, null), output);
        return output.ToString();
    }

    private static void Write(IReadOnlyList<Node> nodes, Scope scope, StringBuilder output)
    {
        foreach (var node in nodes)
        {
            try
            {
                Write(node, scope, output);
            }
            catch (TemplateFault fault) when (!fault.HasPlace)
            {
                throw new TemplateFault($"{node.Place}: {fault.Message}", true);
            }
        }
    }

    private static void Write(Node node, Scope scope, StringBuilder output)
    {
        switch (node)
        {
            case Node.Text text:
                output.Append(text.Value);
                break;
            case Node.Output value:
                output.Append(GoText.Print(scope.Value(value.Value)));
                break;
            case Node.Assign assign:
                scope.Assign(assign.Name, scope.Value(assign.Value), assign.Declares);
                break;
            case Node.If branch:
                Write(GoText.IsTrue(scope.Value(branch.Condition)) ? branch.Then : branch.Else, scope.Inner(), output);
                break;
            case Node.With with:
                var dot = scope.Value(with.Value);
                Write(GoText.IsTrue(dot) ? with.Then : with.Else, GoText.IsTrue(dot) ? scope.Inner(dot) : scope.Inner(), output);
                break;
            case Node.Range range:
                WriteEach(range, scope, output);
                break;
            default:
                throw new TemplateFault($"{node.GetType().Name} is not served here");
        }
    }

    private static void WriteEach(Node.Range range, Scope scope, StringBuilder output)
    {
        var pairs = scope.Value(range.Over) switch
        {
            null => [],
            List<object?> list => list.Select((item, i) => ((object?)(long)i, item)).ToList(),
            IReadOnlyDictionary<string, object?> map => map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => ((object?)pair.Key, pair.Value)).ToList(),
            var other => throw new TemplateFault($"range over {GoText.TypeOf(other)} is not served here"),
        };
        foreach (var (key, item) in pairs)
        {
            var inner = scope.Inner(item);
            if (range.Key is not null)
            {
                inner.Assign(range.Key, key, true);
                inner.Assign(range.Item!, item, true);
            }

            Write(range.Each, inner, output);
        }

        if (pairs.Count == 0)
        {
            Write(range.Else, scope.Inner(), output);
        }
    }
}
