using System.Globalization;

namespace Rollout.Api.Crds;

/// <summary>A kind of ours in the Kubernetes API.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="ShortName">For <c>kubectl get</c>.</param>
/// <param name="Description">What <c>kubectl explain</c> begins with.</param>
/// <param name="Spec">The record of its spec.</param>
/// <param name="Status">The record of its status.</param>
/// <param name="Columns">Of <c>kubectl get</c>.</param>
public sealed record CustomKind(string Kind, string ShortName, string Description, Type Spec, Type Status, IReadOnlyList<PrinterColumn> Columns)
{
    public const string Group = "staggered.dev";

    public const string Version = "v1alpha1";

    public const string ApiVersion = $"{Group}/{Version}";

    /// <summary>Of the category <c>staggered</c>: <c>kubectl get staggered</c> lists all of ours.</summary>
    public const string Category = "staggered";

    /// <summary>The name stands in labels, which hold at most so many characters.</summary>
    public const int MostNameLength = 63;

    public string Singular => Kind.ToLower(CultureInfo.InvariantCulture);

    public string Plural => Singular + "s";

    /// <summary>Name of the CustomResourceDefinition.</summary>
    public string CrdName => $"{Plural}.{Group}";
}
