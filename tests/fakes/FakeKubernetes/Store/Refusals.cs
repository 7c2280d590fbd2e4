using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Store;

/// <summary>The refusals that the server knows, by their reason.</summary>
internal static class Refusals
{
    public static ApiFault NotFound(ResourceType type, string name) =>
        new(404, "NotFound", $"{type.Qualified} \"{name}\" not found", Details(name, type.Group, type.Plural));

    public static ApiFault AlreadyExists(ResourceType type, string name) =>
        new(409, "AlreadyExists", $"{type.Qualified} \"{name}\" already exists", Details(name, type.Group, type.Plural));

    public static ApiFault Conflict(ResourceType type, string name) => new(409, "Conflict",
        $"Operation cannot be fulfilled on {type.Qualified} \"{name}\": the object has been modified; please apply your changes to the latest version and try again",
        Details(name, type.Group, type.Plural));

    public static ApiFault Precondition(ResourceType type, string name, string message) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {type.QualifiedKind} \"{name}\": {message}",
            Details(name, type.Group, type.Kind));

    public static ApiFault BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiFault MethodNotAllowed() => new(405, "MethodNotAllowed",
        "the server does not allow this method on the requested resource", []);

    public static ApiFault Expired(string message) => new(410, "Expired", message);

    /// <summary>A JSON patch that does not fit the object: the real server says no more than this.</summary>
    public static ApiFault PatchRefused() => new(422, "Invalid", "the server rejected our request due to an error in our request", []);

    public static ApiFault UnsupportedPatch(IEnumerable<string> accepted) => new(415, "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}");

    public static ApiFault Invalid(string group, string kind, string name, IReadOnlyList<FieldProblem> problems)
    {
        var details = new JsonObject();
        details.Put("name", name.Length == 0 ? null : name);
        details.Put("group", group.Length == 0 ? null : group);
        details["kind"] = kind;
        details["causes"] = problems.Select(problem => problem.ToCause()).ToJsonArray();
        var sentences = problems.Select(problem => $"{problem.Field}: {problem.Message}").ToList();
        var all = sentences.Count == 1 ? sentences[0] : $"[{string.Join(", ", sentences)}]";
        return new ApiFault(422, "Invalid", $"{(group.Length == 0 ? kind : $"{kind}.{group}")} \"{name}\" is invalid: {all}", details);
    }

    public static ApiFault Invalid(ResourceType type, string name, IReadOnlyList<FieldProblem> problems) =>
        Invalid(type.Group, type.Kind, name, problems);

    public static ApiFault Forbidden(ResourceType type, string name, string message, JsonArray? causes = null)
    {
        var details = Details(name, type.Group, type.Plural);
        details.Put("causes", causes);
        var subject = name.Length == 0 ? type.Qualified : $"{type.Qualified} \"{name}\"";
        return new ApiFault(403, "Forbidden", $"{subject} is forbidden: {message}", details);
    }

    public static JsonObject Details(string name, string group, string kind)
    {
        var details = new JsonObject();
        details.Put("name", name.Length == 0 ? null : name);
        details.Put("group", group.Length == 0 ? null : group);
        details["kind"] = kind;
        return details;
    }
}
