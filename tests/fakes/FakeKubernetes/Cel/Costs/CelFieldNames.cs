using System.Text;

namespace Rollout.FakeKubernetes.Cel.Costs;

/// <summary>How rules write a field's name: reserved words and signs are escaped (k8s.io/apiserver, pkg/cel/escaping.go).</summary>
internal static class CelFieldNames
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    };

    /// <summary>Null where rules cannot write it at all, and so do not see the field.</summary>
    public static string? Escape(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            return null;
        }

        if (Reserved.Contains(name))
        {
            return $"__{name}__";
        }

        var escaped = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '_' && i + 1 < name.Length && name[i + 1] == '_')
            {
                escaped.Append("__underscores__");
                i++;
            }
            else if (char.IsAsciiLetterOrDigit(name[i]) || name[i] == '_')
            {
                escaped.Append(name[i]);
            }
            else if (name[i] is '.' or '-' or '/')
            {
                escaped.Append(name[i] switch { '.' => "__dot__", '-' => "__dash__", _ => "__slash__" });
            }
            else
            {
                return null;
            }
        }

        return escaped.ToString();
    }
}
