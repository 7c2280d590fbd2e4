namespace Rollout.Cli.Crds;

/// <summary>`rollout crds --help`.</summary>
internal static class CrdsHelp
{
    public const string Text = """
        rollout crds [--write FOLDER]

        Prints the CustomResourceDefinitions of rollout's own kinds, for a Kubernetes
        API server: fields, defaults, limits, and rules that refuse a broken resource
        when it is applied, with every problem and its field.

          --write FOLDER      writes one file a kind instead, as the chart has them
          -o json             one JSON list instead of YAML

          rollout crds | kubectl apply --server-side -f -
          kubectl explain staggeredrollout.spec
        """;
}
