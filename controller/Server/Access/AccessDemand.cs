namespace Rollout.Server.Access;

/// <summary>What a caller must be allowed to do, in the words of Kubernetes' authorization.</summary>
/// <param name="Verb">Such as <c>patch</c>.</param>
/// <param name="Group">API group; empty: the core.</param>
/// <param name="Resource">Plural, such as <c>staggeredrollouts</c>.</param>
/// <param name="Subresource">Empty: the resource itself.</param>
/// <param name="Namespace">Empty: in all of them.</param>
/// <param name="Name">Empty: any.</param>
public sealed record AccessDemand(string Verb, string Group, string Resource, string Subresource = "", string Namespace = "", string Name = "")
{
    private const string Ours = "staggered.dev";
    private const string Rollouts = "staggeredrollouts";

    /// <summary>Whoever may change a rollout may order what becomes of it.</summary>
    public static AccessDemand ToOrder(string space, string name) => new("patch", Ours, Rollouts, "", space, name);

    /// <summary>Whoever may tell of alerts: a right of its own, so that an alerting system needs no other.</summary>
    public static AccessDemand ToTellOfAlerts { get; } = new("create", Ours, Rollouts, "alerts");
}
