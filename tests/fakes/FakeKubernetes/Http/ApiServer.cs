using Microsoft.AspNetCore.Http;
using Rollout.FakeKubernetes.Access;
using Rollout.FakeKubernetes.Admission;
using Rollout.FakeKubernetes.Faults;
using Rollout.FakeKubernetes.Store;
using Rollout.FakeKubernetes.Watching;
using Rollout.FakeKubernetes.Writing;

namespace Rollout.FakeKubernetes.Http;

/// <summary>One request from its arrival to its answer: who asks, faults, what for, may they, then the endpoint.</summary>
internal sealed class ApiServer
{
    private readonly Cluster cluster;
    private readonly Authenticator authenticator;
    private readonly RoleAuthorizer authorizer;
    private readonly FaultPlan faults;
    private readonly Discovery discovery;
    private readonly OpenApiDocuments openApi;
    private readonly ReviewEndpoint reviews;
    private readonly ResourceEndpoint resources;
    private readonly CrdAvailability availability;

    public ApiServer(Cluster cluster, Authenticator authenticator, FaultPlan faults, ObjectWriter writer, ObjectRemover remover,
        CrdAvailability availability)
    {
        this.cluster = cluster;
        this.authenticator = authenticator;
        this.faults = faults;
        this.availability = availability;
        authorizer = new RoleAuthorizer(cluster);
        discovery = new Discovery(cluster);
        openApi = new OpenApiDocuments(cluster);
        reviews = new ReviewEndpoint(cluster, authenticator, authorizer);
        resources = new ResourceEndpoint(cluster, writer, remover, new ListEndpoint(cluster, faults), new WatchEndpoint(cluster, faults),
            faults);
    }

    /// <summary>See <see cref="RoleAuthorizer.Refused"/>.</summary>
    public IReadOnlyList<string> Forbidden => authorizer.Refused;

    public async Task HandleAsync(HttpContext http)
    {
        var cancel = http.RequestAborted;
        try
        {
            await AnswerAsync(http, cancel);
        }
        catch (ApiFault fault) when (!http.Response.HasStarted)
        {
            await Answers.FaultAsync(http, fault, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The client is gone: nobody is left to answer.
        }
    }

    private async Task AnswerAsync(HttpContext http, CancellationToken cancel)
    {
        var headers = http.Request.Headers;
        var user = Authenticator.Impersonated(
            authenticator.Identify(headers.Authorization.ToString(), http.Connection.ClientCertificate?.Thumbprint),
                headers["Impersonate-User"].ToString(),
                headers["Impersonate-Group"].OfType<string>());
        var path = http.Request.Path.Value ?? "/";
        if (ApiPath.Read(path, cluster.Catalogue) is not { } read)
        {
            await OtherAsync(http, path, cancel);
            return;
        }

        var watch = http.Request.Query["watch"].ToString() is "true" or "1";
        var verb = ApiPath.Verb(http.Request.Method, read.Name, watch);
        var request = new ApiRequest(http, read.Type, read.Namespace, read.Name, read.Subresource, verb, user);
        if (await faults.InterfereAsync(request, cancel))
        {
            return;
        }

        authorizer.Require(user, new AccessQuestion(verb, read.Type.Group, read.Type.Plural, read.Subresource, read.Namespace, read.Name));
        availability.Require(read.Type);
        if (ReviewEndpoint.Serves(request))
        {
            await reviews.AnswerAsync(request, cancel);
            return;
        }

        await resources.AnswerAsync(request, cancel);
    }

    private async Task OtherAsync(HttpContext http, string path, CancellationToken cancel)
    {
        var headers = http.Request.Headers;
        if (path is "/readyz" or "/livez" or "/healthz")
        {
            await Answers.TextAsync(http, 200, "ok", cancel);
        }
        else if (discovery.Answer(path, headers.Accept.ToString()) is { } found)
        {
            await Answers.WriteAsync(http, 200, found.Body, cancel, found.ContentType);
        }
        else if (path == "/openapi/v2" && headers.Accept.ToString().Contains("proto-openapi", StringComparison.Ordinal))
        {
            await Answers.BytesAsync(http, OpenApiV2.ContentType, openApi.Older(), cancel);
        }
        else if (openApi.Answer(path) is { } document)
        {
            await Answers.WriteAsync(http, 200, document, cancel);
        }
        else
        {
            await Answers.TextAsync(http, 404, "404 page not found\n", cancel);
        }
    }
}
