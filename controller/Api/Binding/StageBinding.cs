using System.Globalization;

namespace Rollout.Api.Binding;

/// <summary>Binds <c>spec.stages</c>.</summary>
internal static class StageBinding
{
    private const string NodesMend = "write a number of nodes such as 1, or a percentage such as \"25%\"";

    /// <summary>
    /// Null when the list is absent (or wrong, with problems). Whether a stage grows depends on the fleet's size; one that does not is
    /// skipped when the stages are worked out for a fleet, not refused here (contract section 3).
    /// </summary>
    public static IReadOnlyList<StageSpec>? Bind(FieldReader spec, SpecPlatform platform)
    {
        if (spec.Sequence("stages") is not { } items)
        {
            return null;
        }

        if (items.Count == 0)
        {
            spec.Problems.Add(spec.At("stages"), "has no stage", "write at least one, such as '- nodes: 1', or remove it for 1, 10%, 50%");
            return null;
        }

        var stages = new List<StageSpec>();
        foreach (var item in items)
        {
            if (FieldReader.Open(item, spec.Problems) is { } fields && Stage(fields, platform) is { } stage)
            {
                stages.Add(stage);
            }
        }

        return stages;
    }

    private static StageSpec? Stage(FieldReader fields, SpecPlatform platform)
    {
        var nodes = fields.Require("nodes", NodesMend) is { } node ? Nodes(node, fields.Problems) : null;
        if (platform == SpecPlatform.Hosts)
        {
            fields.Refuse("nodeSelector", "picks machines of a DaemonSet; a host fleet has its own nodes", "remove it: nodes are taken in the order of the file");
        }

        var minDuration = fields.Duration("minDuration", TimeSpan.Zero, TimeSpan.FromDays(90)) ?? TimeSpan.Zero;
        var tolerance = fields.Fraction("tolerance", 1m, including: false);
        var selector = platform == SpecPlatform.Kubernetes ? TextMaps.Bind(fields, "nodeSelector") : null;
        fields.Close();
        return nodes is not { } count
            ? null
            : new StageSpec { Nodes = count, MinDuration = minDuration, Tolerance = tolerance, NodeSelector = selector ?? TextMaps.Empty };
    }

    /// <summary>A whole number of 1 or more (also in quotes, as the API writes it), or "1%" to "100%".</summary>
    private static NodeCount? Nodes(SpecNode node, BindingProblems problems)
    {
        if (node is SpecNode.Scalar { Kind: ScalarKind.Number or ScalarKind.Text } scalar)
        {
            var percent = scalar.Text.EndsWith('%');
            var digits = percent ? scalar.Text[..^1] : scalar.Text;
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && (!percent || value <= 100))
            {
                return new NodeCount(value, percent);
            }
        }

        problems.Add(node.Place, $"is {node.Described} where a number of nodes is wanted", NodesMend);
        return null;
    }
}
