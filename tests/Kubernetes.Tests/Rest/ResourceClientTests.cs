using System.Text.Json.Nodes;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Tests.Rest;

public sealed class ResourceClientTests : IAsyncLifetime
{
    private static readonly ResourceType Gadgets = new("example.staggered.dev", "v1", "gadgets", "Gadget");
    private PlayedServer server = null!;
    private ClusterClient client = null!;

    public async Task InitializeAsync()
    {
        server = await PlayedServer.StartAsync();
        client = server.Client();
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_list_follows_its_pages_and_sends_the_version_only_with_the_first()
    {
        server.Answer = (context, request) => PlayedServer.JsonAsync(context, 200, request.Query("continue") switch
        {
            null => Page("10", "t1", "a", "b"),
            "t1" => Page("10", "t=2&x", "c"),
            _ => Page("10", null, "d"),
        });
        var list = Ok(await Untyped().ListAsync(
            new ListOptions { Namespace = "store", LabelSelector = "a in (b,c)", PageSize = 2, ResourceVersion = "9" }, CancellationToken.None));
        Assert.Equal(["a", "b", "c", "d"], list.Items.Select(NameOf));
        Assert.Equal("10", list.ResourceVersion);
        Assert.Equal(
            [
                "/apis/example.staggered.dev/v1/namespaces/store/gadgets?limit=2&labelSelector=a%20in%20%28b%2Cc%29&resourceVersion=9",
                "/apis/example.staggered.dev/v1/namespaces/store/gadgets?limit=2&continue=t1&labelSelector=a%20in%20%28b%2Cc%29",
                "/apis/example.staggered.dev/v1/namespaces/store/gadgets?limit=2&continue=t%3D2%26x&labelSelector=a%20in%20%28b%2Cc%29",
            ],
            server.Requests.Select(r => r.Target));
    }

    [Fact]
    public async Task A_token_that_expires_between_two_pages_makes_the_list_begin_anew_and_keeps_nothing_of_the_first()
    {
        var asked = 0;
        server.Answer = (context, request) => (asked++, request.Query("continue")) switch
        {
            (0, null) => PlayedServer.JsonAsync(context, 200, Page("10", "old", "gone", "a")),
            (_, "old") => PlayedServer.StatusAsync(context, 410, "Expired"),
            (_, null) => PlayedServer.JsonAsync(context, 200, Page("20", "new", "a", "b")),
            _ => PlayedServer.JsonAsync(context, 200, Page("20", null, "c")),
        };
        var list = Ok(await Untyped().ListAsync(new ListOptions(), CancellationToken.None));
        Assert.Equal(["a", "b", "c"], list.Items.Select(NameOf));
        Assert.Equal("20", list.ResourceVersion);
    }

    [Fact]
    public async Task A_list_that_expires_every_time_ends_with_the_error()
    {
        server.Answer = (context, request) => request.Query("continue") is null
            ? PlayedServer.JsonAsync(context, 200, Page("10", "old", "a"))
            : PlayedServer.StatusAsync(context, 410, "Expired");
        Assert.True(Error(await Untyped().ListAsync(new ListOptions(), CancellationToken.None)).IsExpired);
        Assert.Equal(8, server.Requests.Count);
    }

    [Theory]
    [InlineData("""{"metadata":{"resourceVersion":"1","continue":"x"},"items":[]}""", "a page without items promises another")]
    [InlineData("""{"items":{}}""", "items is no list")]
    [InlineData("[]", "it is no list")]
    [InlineData("""{"items":[{"a":1},null]}""", "an item is null")]
    [InlineData("""{"items":[{"a":1}""", "cannot be read")]
    [InlineData("", "cannot be read")]
    public async Task A_list_that_is_none_is_unreadable(string body, string expected)
    {
        server.Answer = (context, _) => PlayedServer.JsonAsync(context, 200, body);
        var error = Error(await Untyped().ListAsync(new ListOptions(), CancellationToken.None));
        Assert.Equal(ApiErrorKind.Unreadable, error.Kind);
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public async Task A_null_list_is_empty()
    {
        server.Answer = (context, _) => PlayedServer.JsonAsync(context, 200, """{"metadata":{"resourceVersion":"1"},"items":null}""");
        Assert.Empty(Ok(await Untyped().ListAsync(new ListOptions(), CancellationToken.None)).Items);
    }

    [Fact]
    public async Task An_answer_beyond_the_limits_is_not_read()
    {
        using var small = server.Client(new ClientOptions { Limits = new ClientLimits { AnswerBytes = 1000, ListItems = 1, Attempts = 1 } });
        server.Answer = (context, _) => PlayedServer.JsonAsync(context, 200, $"{{\"a\":\"{new string('x', 1000)}\"}}");
        var error = Error(await small.Resources(ResourceKinds.Untyped(Gadgets)).GetAsync(new ObjectKey("store", "a"), CancellationToken.None));
        Assert.Equal("the answer is larger than 1000 bytes", error.Message);
        Assert.True(error.MayHaveBeenCarriedOut);

        server.Answer = (context, _) => PlayedServer.JsonAsync(context, 200, Page("1", null, "a", "b"));
        error = Error(await small.Resources(ResourceKinds.Untyped(Gadgets)).ListAsync(new ListOptions(), CancellationToken.None));
        Assert.Equal("the list is longer than 1 objects", error.Message);
    }

    [Fact]
    public async Task Answers_may_come_compressed_and_a_bomb_goes_off_harmlessly()
    {
        server.Answer = async (context, request) =>
        {
            Assert.Equal("gzip", request.Headers["Accept-Encoding"]);
            context.Response.Headers.ContentEncoding = "gzip";
            await using var zip = new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
            await zip.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{{\"a\":\"{new string('x', request.Path.EndsWith("bomb", StringComparison.Ordinal) ? 10_000_000 : 10)}\"}}"));
        };
        Assert.Equal("xxxxxxxxxx", Ok(await Untyped().GetAsync(new ObjectKey("store", "a"), CancellationToken.None))["a"]!.GetValue<string>());
        using var small = server.Client(new ClientOptions { Limits = new ClientLimits { AnswerBytes = 1_000_000, Attempts = 1 } });
        var error = Error(await small.Resources(ResourceKinds.Untyped(Gadgets)).GetAsync(new ObjectKey("store", "bomb"), CancellationToken.None));
        Assert.Equal("the answer is larger than 1000000 bytes", error.Message);
        server.Answer = (context, _) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return PlayedServer.JsonAsync(context, 200, "{}");
        };
        Assert.Equal(ApiErrorKind.Unreadable, Error(await Untyped().GetAsync(new ObjectKey("store", "a"), CancellationToken.None)).Kind);
    }

    [Fact]
    public async Task A_redirect_is_an_error_and_is_not_followed()
    {
        server.Answer = (context, _) =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        Assert.Equal(302, Error(await Untyped().GetAsync(new ObjectKey("store", "a"), CancellationToken.None)).StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Names_stay_in_their_place_of_the_path()
    {
        await Untyped().GetAsync(new ObjectKey("store", "../../secrets?x#y"), CancellationToken.None);
        Assert.Equal("/apis/example.staggered.dev/v1/namespaces/store/gadgets/..%2F..%2Fsecrets%3Fx%23y", Assert.Single(server.Requests).Target);
        await Assert.ThrowsAsync<ArgumentException>(() => Untyped().GetAsync(new ObjectKey("..", "a"), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => Untyped().GetAsync(new ObjectKey(null, "a"), CancellationToken.None));
    }

    [Fact]
    public async Task Apply_without_a_field_manager_is_refused_before_it_is_sent()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Untyped().ApplyAsync([], WriteOptions.Default, CancellationToken.None));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Typed_objects_keep_what_a_server_leaves_out_and_write_microseconds()
    {
        var leases = client.Resources(ResourceKinds.Typed(Lease.Type, KubernetesJson.Default.Lease));
        server.Answer = (context, _) => PlayedServer.JsonAsync(context, 200, """
            {"metadata":{"name":"lead","namespace":"store","labels":{"a":"b"}},"spec":{"renewTime":"2026-11-20T10:00:05.5Z"}}
            """);
        var lease = Ok(await leases.GetAsync(new ObjectKey("store", "lead"), CancellationToken.None));
        Assert.Equal("Lease", lease.Kind);
        Assert.Equal("b", lease.Metadata!.Labels!["a"]);
        await leases.ReplaceAsync(lease, WriteOptions.Default, CancellationToken.None);
        Assert.Equal(
            """{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"lead","namespace":"store","labels":{"a":"b"}},"spec":{"renewTime":"2026-11-20T10:00:05.500000Z"}}""",
            server.Requests.Last().Body);
    }

    [Fact]
    public async Task The_scale_is_read_and_set_in_its_own_subresource()
    {
        server.Answer = (context, _) => PlayedServer.JsonAsync(context, 200, """
            {"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"shop","resourceVersion":"7"},"spec":{"replicas":3},"status":{"replicas":2,"selector":"app=shop"}}
            """);
        var shop = new ObjectKey("store", "shop");
        var scale = Ok(await Untyped().GetScaleAsync(shop, CancellationToken.None));
        Assert.Equal((3, 2, "app=shop"), (scale.Spec!.Replicas, scale.Status!.Replicas, scale.Status.Selector));
        await Untyped().SetScaleAsync(shop, 0, "7", WriteOptions.Default, CancellationToken.None);
        Assert.Equal(("PATCH", """{"spec":{"replicas":0},"metadata":{"resourceVersion":"7"}}"""), (server.Requests.Last().Method, server.Requests.Last().Body));
        Assert.EndsWith("/gadgets/shop/scale", server.Requests.Last().Target);
    }

    [Fact]
    public async Task A_deletion_says_what_it_is_sure_of()
    {
        server.Answer = (context, _) => PlayedServer.JsonAsync(context, 200, """{"kind":"Status","apiVersion":"v1","status":"Success"}""");
        var options = new DeleteOptions { Propagation = PropagationPolicy.Foreground, Uid = "u", ResourceVersion = "7", GracePeriodSeconds = 0, DryRun = true };
        Assert.Null(Ok(await Untyped().DeleteAsync(new ObjectKey("store", "a"), options, CancellationToken.None)).Remaining);
        Assert.Equal(
            """{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Foreground","gracePeriodSeconds":0,"preconditions":{"uid":"u","resourceVersion":"7"},"dryRun":["All"]}""",
            Assert.Single(server.Requests).Body);
    }

    [Fact]
    public async Task Reviews_ask_and_answer()
    {
        server.Answer = (context, request) => PlayedServer.JsonAsync(context, 201, request.Path.EndsWith("tokenreviews", StringComparison.Ordinal)
            ? """{"kind":"TokenReview","apiVersion":"authentication.k8s.io/v1","status":{"authenticated":true,"user":{"username":"jane","groups":["dev"]}}}"""
            : """{"kind":"SubjectAccessReview","apiVersion":"authorization.k8s.io/v1","status":{"allowed":true}}""");
        var who = Ok(await client.ReviewTokenAsync(new Secret("t"), ["rollout"], CancellationToken.None));
        Assert.Equal(("jane", "dev"), (who.User!.Username, Assert.Single(who.User.Groups!)));
        var may = Ok(await client.ReviewAccessAsync(
            new SubjectAccessReview.AccessSpec { User = "jane", ResourceAttributes = new() { Verb = "patch", Resource = "gadgets" } },
            CancellationToken.None));
        Assert.True(may.Allowed);
        Assert.Equal(
            ["""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"token":"t","audiences":["rollout"]}}""",
             """{"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"jane","resourceAttributes":{"resource":"gadgets","verb":"patch"}}}"""],
            server.Requests.Select(r => r.Body));
    }

    [Fact]
    public async Task Discovery_tells_what_is_served_and_that_a_group_is_not()
    {
        var recorded = Transcript.Load("01-discovery").Exchanges.ToDictionary(e => e["request"]!["path"]!.GetValue<string>());
        server.Answer = (context, request) =>
            TranscriptTests.PlayAsync(context, (recorded.GetValueOrDefault(request.Target) ?? recorded["/nope"])["response"]!.AsObject());
        var served = Ok(await client.DiscoverAsync("apps", "v1", CancellationToken.None));
        Assert.Equal("apps/v1", served.GroupVersion);
        Assert.Contains(served.Resources, r => r is { Name: "deployments", Kind: "Deployment", Namespaced: true } && r.ShortNames!.Contains("deploy"));
        Assert.True(Error(await client.DiscoverAsync("example.dev", "v1", CancellationToken.None)).IsNotServed);
        Assert.StartsWith("v1.36", Ok(await client.VersionAsync(CancellationToken.None)).GitVersion);
    }

    private static string Page(string version, string? next, params string[] names) =>
        new JsonObject
        {
            ["kind"] = "GadgetList",
            ["items"] = new JsonArray([.. names.Select(name => new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } })]),
            ["metadata"] = new JsonObject { ["resourceVersion"] = version, ["continue"] = next, ["remainingItemCount"] = 3 },
        }.ToJsonString();

    private static string NameOf(JsonObject item) => item["metadata"]!["name"]!.GetValue<string>();

    private static T Ok<T>(ApiResult<T> result) => result.Match(value => value, error => throw new InvalidOperationException(error.ToString()));

    private static ApiError Error<T>(ApiResult<T> result) => result.Match(_ => throw new InvalidOperationException("it went well"), error => error);

    private ResourceClient<JsonObject> Untyped() => client.Resources(ResourceKinds.Untyped(Gadgets));
}
