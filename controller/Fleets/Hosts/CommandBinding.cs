using Rollout.Api.Binding;

namespace Rollout.Fleets.Hosts;

/// <summary>Binds one command of a fleet file.</summary>
internal static class CommandBinding
{
    private static readonly TimeSpan LongestCommand = TimeSpan.FromHours(24);

    public static HostCommand? Bind(FieldReader file, string key, TimeSpan timeout, string directory, PlaceholderRules rules)
    {
        var mend = $"write it with its arguments, such as '{key}: {{command: [./{key}.sh, \"{{node}}\"{(key == "deploy" ? ", \"{version}\"" : "")}]}}'";
        if (file.Require(key, mend) is not { } node || FieldReader.Open(node, file.Problems) is not { } fields)
        {
            return null;
        }

        var written = fields.Require("command", mend) is null ? null : fields.Sequence("command");
        var limit = fields.Duration("timeout", TimeSpan.FromMilliseconds(100), LongestCommand) ?? timeout;
        fields.Close();
        if (written is null)
        {
            return null;
        }

        var arguments = written.Select(item => Argument(item, file.Problems)).ToList();
        if (arguments.Count == 0 || arguments[0] is { Length: 0 })
        {
            file.Problems.Add(fields.At("command"), "names no program", mend);
            return null;
        }

        if (arguments.Contains(null))
        {
            return null;
        }

        CheckPlaceholders(fields, written, arguments!, rules);
        var program = arguments[0]!;
        return new HostCommand(program.Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(program, directory) : program, arguments[1..]!, limit, directory);
    }

    /// <summary>An argument may be a number or a truth value: commands take text, so the text as written is passed.</summary>
    private static string? Argument(SpecNode item, BindingProblems problems)
    {
        if (item is SpecNode.Scalar { Kind: not ScalarKind.Null } scalar && !scalar.Text.Contains('\0', StringComparison.Ordinal))
        {
            return scalar.Text;
        }

        var unquoted = item is SpecNode.Map { Entries: [{ Value: SpecNode.Scalar { Kind: ScalarKind.Null } }] };
        problems.Add(item.Place, $"is {item.Described} where an argument is wanted",
            unquoted ? $"put the placeholder in quotes: \"{{{((SpecNode.Map)item).Entries[0].Key}}}\"" : "write one text; an empty one as \"\"");
        return null;
    }

    private static void CheckPlaceholders(FieldReader fields, IReadOnlyList<SpecNode> written, List<string> arguments, PlaceholderRules rules)
    {
        string[] known = rules.KnowsVersion ? ["node", "address", "version"] : ["node", "address"];
        var list = string.Join(", ", known.Select(k => $"{{{k}}}"));
        if (Placeholders.In(arguments[0]).Any())
        {
            fields.Problems.Add(written[0].Place, "a program's name holds a placeholder", "name the program, and pass {node} as an argument");
        }

        for (var i = 1; i < arguments.Count; i++)
        {
            foreach (var name in Placeholders.In(arguments[i]).Where(n => !known.Contains(n, StringComparer.Ordinal)))
            {
                var why = name == "version" ? "means nothing here: the command is asked which version runs" : "is unknown";
                fields.Problems.Add(written[i].Place, $"the placeholder {{{name}}} {why}", $"known here: {list}; braces of your own go into a script");
            }
        }

        foreach (var wanted in rules.Wanted.Where(w => w.Length > 0 && !arguments.SelectMany(Placeholders.In).Intersect(w, StringComparer.Ordinal).Any()))
        {
            var names = string.Join(" or ", wanted.Select(w => $"{{{w}}}"));
            fields.Problems.Add(fields.At("command"), $"has no argument with {names}: it would do the same for every {(wanted[0] == "version" ? "version" : "node")}",
                $"pass {names}");
        }
    }
}
