using Rollout.Api.Resources;

namespace Rollout.Api.Tests.Resources;

public class AnnotationsTests
{
    [Fact]
    public void Orders_name_the_revision_that_they_are_for()
    {
        var read = OrderAnnotations.Read(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["staggered.dev/promote"] = " 9be2f4c01d ", ["staggered.dev/abort"] = "3f1c09ab77", ["kubectl.kubernetes.io/last-applied-configuration"] = "{}",
        });
        Assert.Empty(read.Problems);
        Assert.Equal(
            [new AnnotatedOrder(OrderVerb.Abort, "3f1c09ab77", "staggered.dev/abort"), new AnnotatedOrder(OrderVerb.Promote, "9be2f4c01d", "staggered.dev/promote")],
            read.Orders);
    }

    [Theory]
    [InlineData("staggered.dev/abort", "", "names no revision")]
    [InlineData("staggered.dev/retry", "two words", "names no revision")]
    [InlineData("staggered.dev/abrot", "x", "did you mean staggered.dev/abort? known here: staggered.dev/abort, staggered.dev/promote, staggered.dev/retry")]
    public void An_order_that_cannot_be_meant_is_told(string key, string value, string expected)
    {
        var read = OrderAnnotations.Read(new Dictionary<string, string>(StringComparer.Ordinal) { [key] = value });
        Assert.Empty(read.Orders);
        var problem = Assert.Single(read.Problems);
        Assert.Equal($"metadata.annotations[{key}]", problem.Place);
        Assert.Contains(expected, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_release_says_where_it_comes_from_and_what_it_breaks()
    {
        var read = ReleaseAnnotations.Read(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["staggered.dev/commit"] = "be6c420", ["staggered.dev/built-at"] = "2026-11-20T19:39:14.5+01:00",
            ["staggered.dev/api-breaks"] = "$.items\n\n $.orders[*].note \n", ["staggered.dev/risk"] = "high",
        });
        Assert.Empty(read.Problems);
        Assert.Equal(("be6c420", "high"), (read.Commit, read.Risk));
        Assert.Equal(["$.items", "$.orders[*].note"], read.ApiBreaks);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 18, 39, 14, 500, TimeSpan.Zero), read.BuiltAt);
    }

    [Theory]
    [InlineData("staggered.dev/built-at", "yesterday")]
    [InlineData("staggered.dev/built-at", "2026-11-20T19:39:14")]
    [InlineData("staggered.dev/commit", "")]
    [InlineData("staggered.dev/commit", "a b")]
    [InlineData("staggered.dev/risk", "Very High")]
    [InlineData("staggered.dev/api-breaks", "basket")]
    public void What_a_release_says_wrongly_is_absent_and_told(string key, string value)
    {
        var read = ReleaseAnnotations.Read(new Dictionary<string, string>(StringComparer.Ordinal) { [key] = value });
        Assert.Equal(($"metadata.annotations[{key}]", null, null, null), (Assert.Single(read.Problems).Place, read.Commit, read.Risk, read.BuiltAt));
    }

    [Fact]
    public void What_an_image_says_of_itself_fills_what_the_release_leaves_out()
    {
        var image = ImageAnnotations.Read(Said(("org.opencontainers.image.revision", "a1"), ("org.opencontainers.image.created", "2026-11-20T10:00:00Z")), Said());
        var built = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        var (all, half) = (ReleaseAnnotations.Read(Said(), image), ReleaseAnnotations.Read(Said(("staggered.dev/commit", "b2")), image));
        Assert.Equal(("a1", built, "b2", built), (all.Commit, all.BuiltAt, half.Commit, half.BuiltAt));

        // When it was committed no key of the specification says.
        Assert.Null(all.CommittedAt);
        Assert.Empty(all.Problems);
    }

    [Fact]
    public void The_templates_word_comes_before_the_workloads_and_a_wrong_one_is_absent_and_told()
    {
        var image = ImageAnnotations.Read(
            Said(("org.opencontainers.image.revision", "two words"), ("org.opencontainers.image.created", "2026-11-20T10:00:00Z")),
            Said(("org.opencontainers.image.revision", "b2"), ("org.opencontainers.image.created", "yesterday")));
        Assert.Equal((null, 10), (image.Commit, image.BuiltAt?.Hour));
        var both = ReleaseAnnotations.Read(Said(("staggered.dev/risk", "?")), image);
        Assert.Equal(["metadata.annotations[staggered.dev/risk]", "spec.template.metadata.annotations[org.opencontainers.image.revision]"], both.Problems.Select(p => p.Place));
        Assert.Equal("metadata.annotations[org.opencontainers.image.created]",
            Assert.Single(ImageAnnotations.Read(Said(), Said(("org.opencontainers.image.created", "2026-11-20"))).Problems).Place);
        Assert.Same(ImageAnnotations.None, ImageAnnotations.Read(Said(("org.opencontainers.image.title", "shop")), Said()));
    }

    private static Dictionary<string, string> Said(params (string Key, string Text)[] annotations) => annotations.ToDictionary(a => a.Key, a => a.Text, StringComparer.Ordinal);

    [Fact]
    public void No_annotations_say_nothing() =>
        Assert.Equal((0, 0, null), (OrderAnnotations.Read(new Dictionary<string, string>()).Orders.Count, ReleaseAnnotations.Read(new Dictionary<string, string>()).Problems.Count,
            ReleaseAnnotations.Read(new Dictionary<string, string>()).Commit));
}
