namespace Rollout.Charts.Tests.Argo;

/// <summary>A Deployment through a trial. Statuses marked "recorded" are those of a real API server 1.36 at these moments.</summary>
public class DeploymentHealthTests
{
    private const string Full = """ "readyReplicas": 4, "availableReplicas": 4, "terminatingReplicas": 0""";
    private const string PausedCondition = """ "conditions": [{"type": "Available", "status": "True", "reason": "MinimumReplicasAvailable"}, {"type": "Progressing", "status": "Unknown", "reason": "DeploymentPaused"}]""";

    [Theory]
    [InlineData("recorded: available", 1, false, """ "observedGeneration": 1, "replicas": 4, "updatedReplicas": 4,""" + Full, "Healthy: ")]
    [InlineData("recorded: created", 1, false, "", "Progressing: the cluster has not looked at the newest spec yet")]
    [InlineData("recorded: the hold is not seen yet", 2, true, """ "observedGeneration": 1, "replicas": 4, "updatedReplicas": 4,""" + Full, "Progressing: the cluster has not looked at the newest spec yet")]
    [InlineData("recorded: held at rest", 2, true, """ "observedGeneration": 2, "replicas": 4, "updatedReplicas": 4,""" + Full + "," + PausedCondition, "Healthy: held at rest by StaggeredRollout shop")]
    [InlineData("recorded: a new template is held", 3, true, """ "observedGeneration": 3, "replicas": 4,""" + Full + "," + PausedCondition, "Progressing: its template is held; StaggeredRollout shop gives it out")]
    [InlineData("promoted", 5, false, """ "observedGeneration": 5, "replicas": 4, "updatedReplicas": 4,""" + Full, "Healthy: ")]
    [InlineData("held at rest, a pod is lost", 2, true, """ "observedGeneration": 2, "replicas": 4, "updatedReplicas": 4, "availableReplicas": 3""", "Progressing: 3 of 4 pods are available")]
    [InlineData("promoting", 5, false, """ "observedGeneration": 5, "replicas": 5, "updatedReplicas": 2, "availableReplicas": 4""", "Progressing: 2 of 4 pods have the new template")]
    [InlineData("old pods end", 5, false, """ "observedGeneration": 5, "replicas": 5, "updatedReplicas": 4, "availableReplicas": 4""", "Progressing: 1 old pods are still there")]
    [InlineData("new pods start", 5, false, """ "observedGeneration": 5, "replicas": 4, "updatedReplicas": 4, "availableReplicas": 3""", "Progressing: 3 of 4 pods are available")]
    [InlineData("stuck", 5, false, """ "observedGeneration": 5, "replicas": 5, "updatedReplicas": 2, "conditions": [{"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded", "message": "too late"}]""", "Degraded: too late")]
    public async Task Is_as_healthy_as_it_is(string moment, int generation, bool paused, string status, string expected)
    {
        Assert.NotEmpty(moment);
        Assert.Equal(expected, await ArgoScripts.HealthAsync("apps_Deployment", Deployment(generation, paused, status, """ "labels": {"staggered.dev/rollout": "shop"}, """)));
    }

    [Fact]
    public async Task One_that_a_person_paused_stays_suspended() => Assert.Equal("Suspended: paused", await ArgoScripts.HealthAsync("apps_Deployment",
        Deployment(2, true, """ "observedGeneration": 2, "replicas": 4, "updatedReplicas": 4,""" + Full, "")));

    [Fact]
    public async Task One_of_no_pods_is_healthy() => Assert.Equal("Healthy: ", await ArgoScripts.HealthAsync("apps_Deployment",
        """{"metadata": {"generation": 1}, "spec": {"replicas": 0}, "status": {"observedGeneration": 1}}"""));

    private static string Deployment(int generation, bool paused, string status, string labels) =>
        $$"""{"metadata": {"name": "shop", {{labels}} "generation": {{generation}}}, "spec": {"replicas": 4 {{(paused ? ", \"paused\": true" : "")}}}, "status": { {{status}} } }""";
}
