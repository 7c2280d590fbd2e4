using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Rollout.FakeKubernetes;
using Rollout.FakeKubernetes.Faults;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Kubernetes.Rest;
using Rollout.Server.Access;
using Rollout.Support;

namespace Rollout.Server.Tests.Access;

public sealed class ReviewGuardTests : IAsyncLifetime
{
    private static readonly ResourceType Accounts = new("", "v1", "serviceaccounts", "ServiceAccount");
    private static readonly ResourceType Roles = new("rbac.authorization.k8s.io", "v1", "roles", "Role");
    private static readonly ResourceType Bindings = new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding");
    private static readonly AccessDemand Abort = AccessDemand.ToOrder("default", "shop");

    private readonly ManualTime time = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly string kubeconfig = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private FakeKubernetesServer server = null!;
    private ClusterClient client = null!;
    private ReviewGuard guard = null!;
    private string? token;

    public async Task InitializeAsync()
    {
        server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions());
        await File.WriteAllTextAsync(kubeconfig, server.Kubeconfig());
        var connection = Assert.IsType<ConnectionResult.Ready>(await ClusterConfiguration.LoadAsync(new ConfigurationSources
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBECONFIG"] = kubeconfig, ["PATH"] = "/usr/bin:/bin" }, ServiceAccountFolder = "/nonexistent",
        }, default)).Connection;
        client = new ClusterClient(connection, new ClientOptions { Seed = 1 });
        guard = new ReviewGuard(client, time);
        await MakeAsync(Accounts, """{"metadata":{"name":"pipeline","namespace":"default"}}""");
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        File.Delete(kubeconfig);
    }

    [Fact]
    public async Task Who_may_change_the_rollout_may_order_and_is_known_by_name()
    {
        await AllowAsync("""{"apiGroups":["staggered.dev"],"resources":["staggeredrollouts"],"verbs":["patch"]}""");
        Assert.Equal("system:serviceaccount:default:pipeline", Assert.IsType<GuardAnswer.Allowed>(await AskAsync(Token, Abort)).Caller);
    }

    [Fact]
    public async Task Known_and_not_allowed_is_forbidden_with_the_right_that_is_wanting()
    {
        var forbidden = Assert.IsType<GuardAnswer.Forbidden>(await AskAsync(Token, Abort));
        Assert.Contains("the verb patch on staggeredrollouts of staggered.dev in the namespace default", forbidden.Mend, StringComparison.Ordinal);
        await AllowAsync("""{"apiGroups":["staggered.dev"],"resources":["staggeredrollouts"],"resourceNames":["till"],"verbs":["patch"]}""");
        time.Advance(ReviewGuard.Kept);
        Assert.IsType<GuardAnswer.Forbidden>(await AskAsync(Token, Abort));
        Assert.IsType<GuardAnswer.Allowed>(await AskAsync(Token, AccessDemand.ToOrder("default", "till")));
    }

    [Fact]
    public async Task All_demands_must_be_met()
    {
        await AllowAsync("""{"apiGroups":["staggered.dev"],"resources":["staggeredrollouts"],"verbs":["patch"]}""");
        Assert.IsType<GuardAnswer.Forbidden>(await AskAsync(Token, Abort, new AccessDemand("patch", "apps", "deployments", "", "default", "shop")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Basic YWRhOndvcmQ=")]
    [InlineData("Bearer nonsense")]
    public async Task A_token_that_nobody_knows_is_nobodys(string? authorization) => Assert.IsType<GuardAnswer.Unknown>(await guard.AskAsync(authorization, [Abort], default));

    [Fact]
    public async Task A_right_that_was_taken_away_is_gone_after_a_few_seconds()
    {
        await AllowAsync("""{"apiGroups":["staggered.dev"],"resources":["staggeredrollouts"],"verbs":["patch"]}""");
        Assert.IsType<GuardAnswer.Allowed>(await AskAsync(Token, Abort));
        Assert.True((await client.Resources(ResourceKinds.Untyped(Roles)).DeleteAsync(new ObjectKey("default", "orders"), DeleteOptions.Default, default)).IsOk);
        Assert.IsType<GuardAnswer.Allowed>(await AskAsync(Token, Abort));
        time.Advance(ReviewGuard.Kept);
        Assert.IsType<GuardAnswer.Forbidden>(await AskAsync(Token, Abort));
    }

    [Fact]
    public async Task While_the_API_server_does_not_answer_nothing_is_allowed_and_nothing_is_kept()
    {
        server.Faults.Add(new FaultRule(FaultKind.ServerError) { Verb = "create", Path = "tokenreviews", Count = 1000 });
        Assert.IsType<GuardAnswer.Unavailable>(await AskAsync(server.AdminToken, Abort));
        Assert.Equal(0, guard.KeptNow);
    }

    [Fact]
    public async Task Made_up_tokens_do_not_fill_the_memory()
    {
        for (var i = 0; i < ReviewGuard.MostKept + 50; i++)
        {
            Assert.IsType<GuardAnswer.Unknown>(await AskAsync($"made-up-{i}", Abort));
        }

        Assert.Equal(ReviewGuard.MostKept, guard.KeptNow);
    }

    [Theory]
    [InlineData("""{"authenticated":false,"user":{"username":"root"}}""")]
    [InlineData("""{"user":{"username":"root"}}""")]
    [InlineData("""{"authenticated":true,"user":{"username":""}}""")]
    [InlineData("""{"authenticated":true}""")]
    public async Task Only_who_is_authenticated_and_has_a_name_is_somebody(string status)
    {
        await using var odd = await Notices.Receiver.StartAsync();
        odd.Answer = context =>
        {
            context.Response.StatusCode = 201;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync($$"""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","status":{{status}}}""");
        };
        using var its = new ClusterClient(new ClusterConnection { Server = new Uri(odd.Url), Credentials = new FixedCredentials(new Credential()) }, new ClientOptions());
        Assert.IsType<GuardAnswer.Unknown>(await new ReviewGuard(its, time).AskAsync("Bearer whoever", [Abort], default));
        Assert.Single(odd.Taken);
    }

    private string Token => token ??= server.TokenFor("default", "pipeline");

    private async Task<GuardAnswer> AskAsync(string token, params IReadOnlyList<AccessDemand> demands) => await guard.AskAsync("Bearer " + token, demands, default);

    private async Task AllowAsync(string rule)
    {
        await MakeAsync(Roles, $$"""{"metadata":{"name":"orders","namespace":"default"},"rules":[{{rule}}]}""");
        await MakeAsync(Bindings, """
            {"metadata":{"name":"orders","namespace":"default"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"orders"},
             "subjects":[{"kind":"ServiceAccount","name":"pipeline","namespace":"default"}]}
            """);
    }

    private async Task MakeAsync(ResourceType type, string json)
    {
        var made = await client.Resources(ResourceKinds.Untyped(type)).CreateAsync((JsonObject)JsonNode.Parse(json)!, WriteOptions.Default, default);
        Assert.True(made.TryGet(out _, out var error), error?.ToString());
    }
}
