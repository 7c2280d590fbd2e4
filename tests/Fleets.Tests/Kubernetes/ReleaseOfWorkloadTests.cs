using System.Text.Json;
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

    private static WorkloadSnapshot Read(string more) => JsonSerializer.Deserialize<WorkloadSnapshot>($$$"""
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "shop", "namespace": "default"{{{more}}} },
         "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "shop"} }, "template": {"metadata": {"labels": {"app": "shop"} }, "spec": {"containers": []} } } }
        """)!;
}
