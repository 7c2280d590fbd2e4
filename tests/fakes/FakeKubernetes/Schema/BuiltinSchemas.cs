using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>The built-in types, read from the table <c>Builtin/types.txt</c>.</summary>
internal static class BuiltinSchemas
{
    private static readonly Lazy<Dictionary<string, (string? Base, string Description, List<string> Fields)>> Table = new(ReadTable);
    private static readonly Dictionary<string, SchemaNode> Built = new(StringComparer.Ordinal);
    private static readonly Lock Gate = new();

    public static bool Knows(string type) => Table.Value.ContainsKey(type);

    public static SchemaNode Of(string type)
    {
        lock (Gate)
        {
            return Build(type, Presence.AsGiven, new HashSet<string>(StringComparer.Ordinal));
        }
    }

    private static SchemaNode Build(string type, Presence presence, IReadOnlySet<string> marks)
    {
        var key = $"{type} {presence} {string.Join(' ', marks)}";
        if (Built.TryGetValue(key, out var known))
        {
            return known;
        }

        var (parent, description, lines) = Table.Value[type];
        var fields = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var line in parent is null ? lines : [.. Table.Value[parent].Fields, .. lines])
        {
            var (name, node) = Field(line);
            fields[name] = node;
        }

        return Built[key] = new SchemaNode
        {
            Kind = SchemaKind.Struct, Fields = fields, Presence = presence, Atomic = marks.Contains("atomic"), Description = description,
                TypeName = type,
        };
    }

    private static (string Name, SchemaNode Node) Field(string line)
    {
        var halves = line.Split(" -- ", 2);
        var words = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var marks = words.Skip(2).ToHashSet(StringComparer.Ordinal);
        return (words[0], Shape(words[1], marks, halves.Length > 1 ? halves[1] : ""));
    }

    private static SchemaNode Shape(string type, HashSet<string> marks, string description)
    {
        var pointer = type[0] == '*';
        type = type.TrimStart('*');
        var always = marks.Contains("!");
        var presence = always ? Presence.Always : pointer ? Presence.AsGiven : Presence.OmitZero;
        var defaultText = marks.FirstOrDefault(mark => mark.StartsWith('='))?[1..];
        var standard = defaultText is null ? null : JsonNode.Parse(defaultText);
        if (type.StartsWith("[]", StringComparison.Ordinal))
        {
            return List(type[2..], marks, presence, description);
        }

        if (type.StartsWith("{}", StringComparison.Ordinal))
        {
            return new SchemaNode { Kind = SchemaKind.Map, Element = Shape("*" + type[2..], [], ""), Presence = presence,
                Atomic = marks.Contains("atomic"), Description = description };
        }

        if (Knows(type))
        {
            var found = Build(type, pointer ? Presence.AsGiven : Presence.Always, marks);
            return description.Length == 0 ? found : new SchemaNode
            {
                Kind = SchemaKind.Struct, Fields = found.Fields, Presence = found.Presence, Atomic = found.Atomic,
                    Description = description, TypeName = type, Default = standard,
            };
        }

        var kind = type switch
        {
            "text" => SchemaKind.Text,
            "int" => SchemaKind.Integer,
            "number" => SchemaKind.Number,
            "bool" => SchemaKind.Bool,
            "time" => SchemaKind.Time,
            "microtime" => SchemaKind.MicroTime,
            "intortext" => SchemaKind.IntOrText,
            "any" => SchemaKind.Any,
            _ => throw new InvalidDataException($"types.txt names no type '{type}'"),
        };
        return new SchemaNode
        {
            Kind = kind, Presence = kind == SchemaKind.Any ? Presence.AsGiven : presence, Default = standard, Description = description,
                Atomic = marks.Contains("atomic"),
        };
    }

    private static SchemaNode List(string item, HashSet<string> marks, Presence presence, string description)
    {
        var keys = Marked(marks, "map")?.Split(',').Order(StringComparer.Ordinal).ToList();
        return new SchemaNode
        {
            Kind = SchemaKind.List,
            Element = Shape("*" + item, marks.Contains("itematomic") ? ["atomic"] : [], ""),
            List = keys is not null ? ListKind.Map : marks.Contains("set") ? ListKind.Set : ListKind.Atomic,
            Keys = keys ?? [],
            PatchKey = Marked(marks, "merge"),
            Presence = presence,
            Description = description,
        };
    }

    private static string? Marked(HashSet<string> marks, string name) =>
        marks.FirstOrDefault(mark => mark.StartsWith(name + "(", StringComparison.Ordinal)) is { } mark ? mark[(name.Length + 1)..^1]
            : null;

    private static Dictionary<string, (string? Base, string Description, List<string> Fields)> ReadTable()
    {
        var table = new Dictionary<string, (string?, string, List<string>)>(StringComparer.Ordinal);
        List<string>? fields = null;
        foreach (var line in BuiltinFile.Lines("types.txt"))
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                fields!.Add(line.Trim());
                continue;
            }

            fields = [];
            var halves = line.Split(" -- ", 2);
            var names = halves[0].Split(" : ");
            table[names[0].Trim()] = (names.Length > 1 ? names[1].Trim() : null, halves.Length > 1 ? halves[1] : "", fields);
        }

        return table;
    }
}
