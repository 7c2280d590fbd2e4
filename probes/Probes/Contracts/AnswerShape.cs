using System.Collections.Immutable;
using System.Globalization;

namespace Rollout.Probes.Contracts;

/// <summary>What is known of the answers to one request: the statuses, and the shape of the bodies. Immutable.</summary>
/// <param name="Body">Of all bodies together.</param>
/// <param name="Statuses">Every one that was seen; empty where a step has none.</param>
public sealed record AnswerShape(Shape Body, ImmutableSortedSet<int> Statuses)
{
    /// <summary>As a difference, an ignored path and a declared break call the status.</summary>
    public const string StatusPath = Api.Resources.ApiBreakText.Status;

    public static AnswerShape Of(Shape body, int? status) => new(body, status is { } seen ? [seen] : []);

    public AnswerShape Join(AnswerShape other) => new(ShapeMerge.Join(Body, other.Body), Statuses.Union(other.Statuses));

    /// <summary>Every difference, breaking ones first; a status that stable never answered is one of them: clients look at it.</summary>
    /// <param name="stable">All that stable answered to this request.</param>
    /// <param name="canary">What the canary answered.</param>
    /// <param name="ignore">Paths that say nothing, with all below them.</param>
    public static IReadOnlyList<Difference> Compare(AnswerShape stable, AnswerShape canary, IReadOnlyCollection<string>? ignore = null)
    {
        var found = ShapeComparison.Compare(stable.Body, canary.Body, ignore);
        return stable.Statuses.Count == 0 || canary.Statuses.IsSubsetOf(stable.Statuses) || ignore?.Contains(StatusPath) == true
            ? found : [new Difference(DifferenceSeverity.Breaking, StatusPath, Listed(stable.Statuses), Listed(canary.Statuses)), .. found];
    }

    private static string Listed(ImmutableSortedSet<int> statuses) => string.Join(" or ", statuses.Select(s => s.ToString(CultureInfo.InvariantCulture)));
}
