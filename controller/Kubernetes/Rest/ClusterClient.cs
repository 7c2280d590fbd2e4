using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Rest;

/// <summary>One API server, as one user. Safe for many threads; keep one for as long as the process runs.</summary>
public sealed class ClusterClient : IDisposable
{
    private readonly ApiTransport transport;

    public ClusterClient(ClusterConnection connection, ClientOptions options)
    {
        Connection = connection;
        transport = new ApiTransport(connection, options);
    }

    public ClusterConnection Connection { get; }

    public ResourceClient<T> Resources<T>(ResourceKind<T> kind)
        where T : class => new(transport, kind);

    /// <summary>What a group and version serves; an error that is <see cref="ApiError.IsNotServed"/> where it does not exist here.</summary>
    public async Task<ApiResult<ServedResources>> DiscoverAsync(string group, string version, CancellationToken cancellation)
    {
        var path = group.Length == 0 ? $"/api/{Uri.EscapeDataString(version)}" : $"/apis/{Uri.EscapeDataString(group)}/{Uri.EscapeDataString(version)}";
        var request = new ApiRequest(HttpMethod.Get, path, []);
        var answer = await transport.SendAsync(request, cancellation);
        return answer.Then(body => JsonAnswers.Read(request, body, KubernetesJson.Default.ServedResources));
    }

    public async Task<ApiResult<ServerVersion>> VersionAsync(CancellationToken cancellation)
    {
        var request = new ApiRequest(HttpMethod.Get, "/version", []);
        var answer = await transport.SendAsync(request, cancellation);
        return answer.Then(body => JsonAnswers.Read(request, body, KubernetesJson.Default.ServerVersion));
    }

    /// <summary>Whose token is this? A token that nobody knows is an answer, not an error: <c>authenticated: false</c>.</summary>
    public async Task<ApiResult<TokenReview.TokenReviewStatus>> ReviewTokenAsync(
        Secret token, IReadOnlyList<string>? audiences, CancellationToken cancellation)
    {
        var review = new TokenReview { Spec = new TokenReview.TokenReviewSpec(token.Reveal(), audiences) };
        var answer = await Resources(ResourceKinds.Typed(TokenReview.Type, KubernetesJson.Default.TokenReview))
            .CreateAsync(review, WriteOptions.Default, cancellation);
        return answer.Then(reviewed => new ApiResult<TokenReview.TokenReviewStatus>.Ok(reviewed.Status ?? new()));
    }

    /// <summary>May somebody do this?</summary>
    public async Task<ApiResult<SubjectAccessReview.AccessStatus>> ReviewAccessAsync(
        SubjectAccessReview.AccessSpec question, CancellationToken cancellation)
    {
        var review = new SubjectAccessReview { Spec = question };
        var answer = await Resources(ResourceKinds.Typed(SubjectAccessReview.Type, KubernetesJson.Default.SubjectAccessReview))
            .CreateAsync(review, WriteOptions.Default, cancellation);
        return answer.Then(reviewed => new ApiResult<SubjectAccessReview.AccessStatus>.Ok(reviewed.Status ?? new()));
    }

    public void Dispose() => transport.Dispose();
}
