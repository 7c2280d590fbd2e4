using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Rollout.FakeKubernetes.Access;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;
using Rollout.FakeKubernetes.Writing;

namespace Rollout.FakeKubernetes.Http;

/// <summary>A request for resources, with its path read.</summary>
internal sealed record ApiRequest(HttpContext Http, ResourceType Type, string Namespace, string Name, string Subresource, string Verb,
    UserIdentity User)
{
    public string Method => Http.Request.Method;

    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out StringValues value) ? value.ToString() : null;

    public bool QueryFlag(string name) => Query(name) is "true" or "1" or "True" or "All";

    /// <summary>The name that owns the fields: given, else the program that asks, else `unknown`.</summary>
    public WriteContext Writer(bool apply = false)
    {
        var agent = Http.Request.Headers.UserAgent.ToString().Split('/')[0];
        return new WriteContext(User, Query("fieldManager") ?? (apply ? "" : agent.Length > 0 ? agent : "unknown"))
        {
            Subresource = Subresource,
            DryRun = Query("dryRun") is { Length: > 0 } dry ? dry == "All" ? true : throw DryRunRefused(dry) : false,
            FieldValidation = Query("fieldValidation") ?? "Ignore",
            Force = QueryFlag("force"),
        };
    }

    private static ApiFault DryRunRefused(string value) =>
        Refusals.Invalid("meta.k8s.io", "CreateOptions", "", [FieldProblem.NotSupported("dryRun", $"\"{value}\"", ["All"])]);
}
