using System.Text.Json;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Kubernetes.Reading;

namespace Rollout.Fleets.Tests.Kubernetes;

public class ReleaseOfWorkloadTests
{
    [Fact]
    public void What_a_release_says_of_itself_is_read_from_the_workloads_annotations_and_is_no_part_of_the_revision()
    {
        var (plain, said) = (Read(""), Read(""", "annotations": {"staggered.dev/commit": "9fceb02", "staggered.dev/committed-at": "2026-11-20T08:00:00Z", "other": "x"}"""));
        Assert.Null(plain.Release);
        Assert.Equal(("9fceb02", new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero), null), (said.Release?.Commit, said.Release?.CommittedAt, said.Release?.BuiltAt));
        Assert.Equal(plain.Revision, said.Revision);
    }

    [Fact]
    public void What_its_image_says_in_the_template_or_beside_it_is_the_releases_where_that_says_nothing()
    {
        const string Image = """, "annotations": {"org.opencontainers.image.revision": "a1", "org.opencontainers.image.created": "2026-11-20T10:00:00Z"}""";
        var built = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        Assert.Equal(("a1", built), (Read("", Image).Release?.Commit, Read("", Image).Release?.BuiltAt));
        Assert.Equal(("a1", built), (Read(Image).Release?.Commit, Read(Image).Release?.BuiltAt));
        var both = Read(""", "annotations": {"staggered.dev/commit": "b2", "org.opencontainers.image.created": "2020-01-01T00:00:00Z"}""", Image).Release;
        Assert.Equal(("b2", built), (both?.Commit, both?.BuiltAt));
        var wrong = Read("", Image.Replace("2026-11-20T10:00:00Z", "yesterday", StringComparison.Ordinal)).Release;
        Assert.Equal(("a1", null, "spec.template.metadata.annotations[org.opencontainers.image.created]"), (wrong?.Commit, wrong?.BuiltAt, Assert.Single(wrong!.Problems).Place));
    }

    /// <summary>A DaemonSet whose refused template was replaced: the template that is there names stable's commit, not the refused one's.</summary>
    [Fact]
    public void While_stables_template_is_in_its_place_its_image_says_nothing_of_what_is_wanted()
    {
        var shown = Read("", """, "annotations": {"org.opencontainers.image.revision": "a1"}""");
        var note = new Displacement(shown.Revision, "9be2f4c01d").Label;
        var displaced = shown with { Metadata = shown.Metadata! with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { [Marks.Displacement] = note } } };
        Assert.Equal(("a1", "9be2f4c01d", null), (shown.Release?.Commit, displaced.Displaced, displaced.Release));
    }

    private static WorkloadSnapshot Read(string more, string template = "") => JsonSerializer.Deserialize<WorkloadSnapshot>($$$"""
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "shop", "namespace": "default"{{{more}}} },
         "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "shop"} }, "template": {"metadata": {"labels": {"app": "shop"}{{{template}}} }, "spec": {"containers": []} } } }
        """)!;
}
