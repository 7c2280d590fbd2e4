using System.Globalization;

namespace Rollout.Api.Binding;

/// <summary>Finds where a field stands in the input, for those who know only its path.</summary>
public static class SpecLines
{
    /// <summary>The place of the field, or of the nearest one around it; its path is always the one asked for.</summary>
    /// <param name="root">The input.</param>
    /// <param name="path">From the root, as <c>spec.steps[0].expect.schema</c>.</param>
    public static SpecPlace Locate(SpecNode root, string path)
    {
        var (node, place) = (root, root.Place);
        var rest = path;
        while (rest.Length > 0)
        {
            if (rest[0] == '.')
            {
                rest = rest[1..];
            }

            var (next, at, length) = rest.Length == 0 ? (node, place, 0) : Step(node, rest);
            if (length == 0)
            {
                break;
            }

            (node, place, rest) = (next, at, rest[length..]);
        }

        return place with { Path = path };
    }

    private static (SpecNode Node, SpecPlace Place, int Length) Step(SpecNode node, string rest)
    {
        if (node is SpecNode.Sequence list && rest[0] == '[' && rest.IndexOf(']', StringComparison.Ordinal) is > 1 and var close
            && int.TryParse(rest.AsSpan(1, close - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Count)
        {
            return (list.Items[index], list.Items[index].Place, close + 1);
        }

        if (node is SpecNode.Map map)
        {
            // The longest key first: a key may hold dots.
            foreach (var entry in map.Entries.OrderByDescending(e => e.Key.Length))
            {
                if (entry.Key.Length > 0 && rest.StartsWith(entry.Key, StringComparison.Ordinal)
                    && (rest.Length == entry.Key.Length || rest[entry.Key.Length] is '.' or '['))
                {
                    return (entry.Value, entry.Place, entry.Key.Length);
                }
            }
        }

        return (node, node.Place, 0);
    }
}
