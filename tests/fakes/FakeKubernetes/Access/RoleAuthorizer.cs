using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Access;

/// <summary>Authorization by roles and their bindings. `system:masters` may all; the role `cluster-admin` is there without being stored.</summary>
internal sealed class RoleAuthorizer(Cluster cluster)
{
    private const string Group = ".rbac.authorization.k8s.io";
    private readonly ConcurrentQueue<string> refused = new();

    /// <summary>Every request that was refused, in the words of its answer.</summary>
    public IReadOnlyList<string> Refused => [.. refused];

    /// <exception cref="ApiFault">403, in the words of the real server.</exception>
    public void Require(UserIdentity user, AccessQuestion question)
    {
        if (Allowed(user, question) is not null)
        {
            return;
        }

        var place = question.Namespace.Length > 0 ? $"in the namespace \"{question.Namespace}\"" : "at the cluster scope";
        var subject = question.Group.Length == 0 ? question.Resource : $"{question.Resource}.{question.Group}";
        var named = question.Name.Length == 0 ? subject : $"{subject} \"{question.Name}\"";
        var words = $"{named} is forbidden: User \"{user.Name}\" cannot {question.Verb} resource \"{question.FullResource}\" in API group \"{question.Group}\" {place}";
        refused.Enqueue(words);
        throw new ApiFault(403, "Forbidden", words, Refusals.Details(question.Name, question.Group, question.Resource));
    }

    /// <summary>Why it is allowed, or null.</summary>
    public string? Allowed(UserIdentity user, AccessQuestion question)
    {
        if (user.Groups.Contains("system:masters", StringComparer.Ordinal) || Everybody(question))
        {
            return "";
        }

        foreach (var binding in cluster.Store.List("clusterrolebindings" + Group, null).Items.Select(item => item.Body))
        {
            if (Grants(binding, user, question, "") is { } subject)
            {
                return $"RBAC: allowed by ClusterRoleBinding \"{binding.Text("metadata", "name")}\" of ClusterRole \"{binding.Text("roleRef", "name")}\" to {subject}";
            }
        }

        if (question.Namespace.Length == 0)
        {
            return null;
        }

        foreach (var binding in cluster.Store.List("rolebindings" + Group, question.Namespace).Items.Select(item => item.Body))
        {
            if (Grants(binding, user, question, question.Namespace) is { } subject)
            {
                return $"RBAC: allowed by RoleBinding \"{binding.Text("metadata", "name")}/{question.Namespace}\" of {binding.Text("roleRef", "kind")} \"{binding.Text("roleRef", "name")}\" to {subject}";
            }
        }

        return null;
    }

    private static bool Everybody(AccessQuestion question) =>
        question.Verb == "create" && question.Resource is "selfsubjectaccessreviews" or "selfsubjectrulesreviews" or "selfsubjectreviews";

    private string? Grants(JsonObject binding, UserIdentity user, AccessQuestion question, string space) =>
        binding.Maps("subjects").Select(subject => Subject(subject, user, space)).FirstOrDefault(found => found is not null) is { } subject
        && Rules(binding, space).Any(rule => Covers(rule, question)) ? subject : null;

    private static string? Subject(JsonObject subject, UserIdentity user, string space)
    {
        var name = subject.Text("name") ?? "";
        var home = subject.Text("namespace") ?? space;
        return subject.Text("kind") switch
        {
            "User" when name == user.Name => $"User \"{name}\"",
            "Group" when user.Groups.Contains(name, StringComparer.Ordinal) => $"Group \"{name}\"",
            "ServiceAccount" when user.Name == $"system:serviceaccount:{home}:{name}" => $"ServiceAccount \"{name}/{home}\"",
            _ => null,
        };
    }

    private IEnumerable<JsonObject> Rules(JsonObject binding, string space)
    {
        var name = binding.Text("roleRef", "name") ?? "";
        if (binding.Text("roleRef", "kind") == "Role")
        {
            return cluster.Store.Get("roles" + Group, space, name)?.Body.Maps("rules") ?? [];
        }

        return name == "cluster-admin"
            ? [new JsonObject { ["apiGroups"] = JsonReading.TextList("*"), ["resources"] = JsonReading.TextList("*"),
                ["verbs"] = JsonReading.TextList("*") }]
            : cluster.Store.Get("clusterroles" + Group, "", name)?.Body.Maps("rules") ?? [];
    }

    private static bool Covers(JsonObject rule, AccessQuestion question)
    {
        bool Has(string list, params string[] values) => rule.Texts(list)
            .Any(one => one == "*" || values.Contains(one, StringComparer.Ordinal));
        return Has("verbs", question.Verb) && Has("apiGroups", question.Group)
            && Has("resources", question.FullResource, $"*/{question.Subresource}")
            && (!rule.Texts("resourceNames").Any() || rule.Texts("resourceNames").Contains(question.Name, StringComparer.Ordinal));
    }
}
