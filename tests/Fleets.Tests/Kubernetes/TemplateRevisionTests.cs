using System.Text.Json;
using Rollout.Fleets.Kubernetes;

namespace Rollout.Fleets.Tests.Kubernetes;

public class TemplateRevisionTests
{
    /// <summary>
    /// Reference: Python 3.11, <c>hashlib.sha256(json.dumps(template, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())</c>
    /// of the template without our own labels and annotations.
    /// </summary>
    [Fact]
    public void It_is_the_digest_of_the_canonical_form() => Assert.Equal("16db9fc11a", Of("""
        {"spec": {"containers": [{"name": "c", "image": "shop:v1", "args": ["<a>", "ü & 'x'"], "ports": [{"containerPort": 8080}]}], "restartPolicy": "Always"},
         "metadata": {"labels": {"b": "2", "app": "shop"}}}
        """));

    [Theory]
    [InlineData("""{"metadata":{"labels":{"app":"shop","staggered.dev/role":"canary"}},"spec":{"a":1}}""")]
    [InlineData("""{"metadata":{"labels":{"app":"shop","pod-template-hash":"5d9"},"annotations":{"staggered.dev/x":"y"}},"spec":{"a":1}}""")]
    [InlineData("""{"spec":{"a":1},"metadata":{"creationTimestamp":null,"labels":{"app":"shop"}},"$patch":"replace"}""")]
    public void Ours_and_what_controllers_put_into_their_copies_are_no_part_of_it(string template) =>
        Assert.Equal(Of("""{"metadata":{"labels":{"app":"shop"}},"spec":{"a":1}}"""), Of(template));

    [Theory]
    [InlineData("""{"metadata":{"labels":{"app":"shop"}},"spec":{"a":2}}""")]
    [InlineData("""{"metadata":{"labels":{"app":"shop"},"annotations":{"x":"y"}},"spec":{"a":1}}""")]
    [InlineData("""{"metadata":{"labels":{"app":"shop"}},"spec":{"a":[1]}}""")]
    public void All_else_is(string template) => Assert.NotEqual(Of("""{"metadata":{"labels":{"app":"shop"}},"spec":{"a":1}}"""), Of(template));

    private static string Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return TemplateRevision.Of(document.RootElement);
    }
}
