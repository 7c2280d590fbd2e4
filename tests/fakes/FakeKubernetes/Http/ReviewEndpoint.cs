using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Access;
using Rollout.FakeKubernetes.Fields;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Http;

/// <summary>What is answered and not stored: token requests, reviews of tokens and of access.</summary>
internal sealed class ReviewEndpoint(Cluster cluster, Authenticator authenticator, RoleAuthorizer authorizer)
{
    private const string Audience = "https://kubernetes.default.svc";

    public static bool Serves(ApiRequest request) =>
        request.Subresource == "token" && request.Type.Kind == "ServiceAccount" || request.Type.Verbs is ["create"]
            && request.Type.Kind.EndsWith("Review", StringComparison.Ordinal);

    public async Task AnswerAsync(ApiRequest request, CancellationToken cancel)
    {
        if (request.Method != "POST")
        {
            throw Refusals.MethodNotAllowed();
        }

        var kind = request.Subresource == "token" ? "TokenRequest" : request.Type.Kind;
        var body = await BodyReader.ReadMapAsync(request.Http, kind, cancel);
        body["kind"] = kind;
        body["apiVersion"] = kind == "TokenRequest" ? "authentication.k8s.io/v1" : request.Type.ApiVersion;
        var schema = BuiltinSchemas.Of(kind);
        Shaping.Shape(body, schema, true);
        Own(request, body, schema);
        switch (kind)
        {
            case "TokenRequest":
                Token(request, body);
                break;
            case "TokenReview":
                body["status"] = Review(body.Text("spec", "token") ?? "");
                break;
            case "SelfSubjectReview":
                body["status"] = new JsonObject { ["userInfo"] = Describe(request.User) };
                break;
            case "SelfSubjectRulesReview":
                body["status"] = new JsonObject { ["resourceRules"] = new JsonArray(), ["nonResourceRules"] = new JsonArray(),
                    ["incomplete"] = true };
                break;
            default:
                body["status"] = Access(request, body);
                break;
        }

        await Answers.WriteAsync(request.Http, 201, body, cancel);
    }

    private void Own(ApiRequest request, JsonObject body, SchemaNode schema)
    {
        body.Remove("status");
        var context = request.Writer();
        var writer = new ManagerEntry(context.Manager, "Update", body.Text("apiVersion")!, request.Subresource.Length == 0 ? null
            : request.Subresource, FieldSet.Empty, cluster.Now);
        FieldManagers.Update(Shaping.Empty(schema, true), body, schema, writer, FieldSet.Empty);
        body["kind"] = schema.TypeName;
    }

    private void Token(ApiRequest request, JsonObject body)
    {
        var account = cluster.Store.Get(request.Type.StorageKey, request.Namespace, request.Name)
            ?? throw Refusals.NotFound(request.Type, request.Name);
        var uid = account.Body.Text("metadata", "uid")!;
        var (token, until) = authenticator.Issue(request.Namespace, request.Name, uid,
            TimeSpan.FromSeconds(body.Whole("spec", "expirationSeconds") ?? 3600));
        var metadata = body.Child("metadata");
        metadata["name"] = request.Name;
        metadata["namespace"] = request.Namespace;
        metadata["uid"] = uid;
        metadata["creationTimestamp"] = cluster.Now;
        var spec = body.Child("spec");
        spec["boundObjectRef"] ??= null;
        if (spec.List("audiences").Count == 0)
        {
            spec["audiences"] = JsonReading.TextList(Audience);
        }

        body["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = Cluster.Stamp(until) };
    }

    private JsonObject Review(string token)
    {
        if (authenticator.Find(token) is not { } user)
        {
            return new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" };
        }

        return new JsonObject { ["authenticated"] = true, ["user"] = Describe(user), ["audiences"] = JsonReading.TextList(Audience) };
    }

    private JsonObject Access(ApiRequest request, JsonObject body)
    {
        var asked = body.Map("spec", "resourceAttributes");
        var user = request.Type.Kind.StartsWith("Self", StringComparison.Ordinal)
            ? request.User
            : new UserIdentity(body.Text("spec", "user") ?? "", body.Text("spec", "uid") ?? "", [.. body.Texts("spec", "groups")]);
        string Part(string name) => asked.Text(name) ?? "";
        var why = authorizer.Allowed(user, new AccessQuestion(Part("verb"), Part("group"), Part("resource"), Part("subresource"),
            Part("namespace"), Part("name")));
        var status = new JsonObject { ["allowed"] = why is not null };
        status.Put("reason", string.IsNullOrEmpty(why) ? null : why);
        return status;
    }

    private static JsonObject Describe(UserIdentity user)
    {
        var shown = new JsonObject { ["username"] = user.Name };
        shown.Put("uid", user.Uid.Length == 0 ? null : user.Uid);
        shown["groups"] = JsonReading.TextList(user.Groups);
        if (user.CredentialId is { } credential)
        {
            shown["extra"] = new JsonObject { ["authentication.kubernetes.io/credential-id"] = JsonReading.TextList(credential) };
        }

        return shown;
    }
}
