using System.Text.Json;
using Rollout.Fleets.Kubernetes.Reading;

namespace Rollout.Fleets.Tests.Kubernetes.Reading;

public class PodTroubleTests
{
    [Theory]
    [InlineData("ErrImagePull", PodTroubleKind.Waiting)]
    [InlineData("ContainerCreating", PodTroubleKind.Waiting)]
    [InlineData("ImagePullBackOff", PodTroubleKind.Refused)]
    [InlineData("InvalidImageName", PodTroubleKind.Refused)]
    [InlineData("CrashLoopBackOff", PodTroubleKind.Refused)]
    [InlineData("CreateContainerConfigError", PodTroubleKind.Refused)]
    public void What_the_kubelet_has_given_up_refuses_and_what_it_still_tries_waits(string reason, PodTroubleKind kind)
    {
        var trouble = Of("{\"status\": {\"containerStatuses\": [{\"name\": \"shop\", \"state\": {\"waiting\": {\"reason\": \"" + reason + "\", \"message\": \"why\"}}}]}}");
        Assert.Equal(new PodTrouble(kind, $"shop: {reason}: why"), trouble);
    }

    [Fact]
    public void An_init_container_counts_and_a_refusal_beats_what_only_waits() => Assert.Equal(PodTroubleKind.Refused, Of("""
        {"status": {"initContainerStatuses": [{"name": "i", "state": {"waiting": {"reason": "PodInitializing"}}}, {"name": "j", "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}}
        """)!.Kind);

    [Fact]
    public void A_pod_that_no_machine_takes_wants_room_in_the_schedulers_words() => Assert.Equal(
        new PodTrouble(PodTroubleKind.NoCapacity, "Unschedulable: 0/6 nodes are available: 6 node(s) didn't match pod anti-affinity rules."), Of("""
            {"status": {"conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
              "message": "0/6 nodes are available: 6 node(s) didn't match pod anti-affinity rules."}]}}
            """));

    [Theory]
    [InlineData("pods \"a\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=4, limited: pods=4", PodTroubleKind.NoCapacity)]
    [InlineData("pods \"a\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot", PodTroubleKind.Refused)]
    [InlineData("Pod \"a\" is invalid: spec.containers[0].image: Required value", PodTroubleKind.Refused)]
    [InlineData("Internal error occurred: failed calling webhook \"x\": no endpoints available", PodTroubleKind.Waiting)]
    public void Why_a_pod_cannot_be_made_tells_whose_fault_it_is(string message, PodTroubleKind kind) => Assert.Equal(kind, PodTrouble.OfCreation(message).Kind);

    [Fact]
    public void Long_words_are_cut_and_a_ready_pod_has_no_trouble()
    {
        Assert.Null(PodTrouble.Of(JsonDocument.Parse("{}").RootElement, ready: true));
        Assert.InRange(PodTrouble.OfCreation(new string('x', 9000)).Reason.Length, 200, 400);
    }

    private static PodTrouble? Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return PodTrouble.Of(document.RootElement, ready: false);
    }
}
