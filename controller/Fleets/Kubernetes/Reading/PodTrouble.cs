using System.Text.Json;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>Why a pod is not ready.</summary>
/// <param name="Kind">Whose fault it is.</param>
/// <param name="Reason">The pod's own words, bounded.</param>
public sealed record PodTrouble(PodTroubleKind Kind, string Reason)
{
    private const int LongestMessage = 300;

    /// <summary>
    /// What the kubelet has tried and given up for now, so that waiting would only make it worse: a first failure to pull
    /// (<c>ErrImagePull</c>) is not among them, the back-off after it is.
    /// </summary>
    private static readonly string[] Refusals =
    [
        "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "CrashLoopBackOff", "CreateContainerConfigError", "CreateContainerError",
        "RunContainerError",
    ];

    /// <summary>Of a pod as the API has it; null where all is well.</summary>
    public static PodTrouble? Of(JsonElement pod, bool ready)
    {
        if (ready)
        {
            return null;
        }

        if (pod.Condition("PodScheduled") is { } scheduled && scheduled.Text("status") == "False" && scheduled.Text("reason") == "Unschedulable")
        {
            return new PodTrouble(PodTroubleKind.NoCapacity, Words("Unschedulable", scheduled.Text("message")));
        }

        PodTrouble? waiting = null;
        foreach (var container in pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses")))
        {
            if (container.At("state", "waiting") is not { } state || state.Text("reason") is not { } reason)
            {
                continue;
            }

            var words = $"{container.Text("name")}: {Words(reason, state.Text("message"))}";
            if (Refusals.Contains(reason, StringComparer.Ordinal))
            {
                return new PodTrouble(PodTroubleKind.Refused, words);
            }

            waiting ??= new PodTrouble(PodTroubleKind.Waiting, words);
        }

        return waiting ?? new PodTrouble(PodTroubleKind.Waiting,
            pod.Condition("Ready") is { } condition && condition.Text("message") is { } message ? Bounded(message) : "it is not ready yet");
    }

    /// <summary>Why a controller cannot make a pod: over quota is nobody's fault, what the API server will never take is the template's.</summary>
    public static PodTrouble OfCreation(string message) => new(
        message.Contains("exceeded quota", StringComparison.Ordinal) ? PodTroubleKind.NoCapacity
            : message.Contains("is invalid", StringComparison.Ordinal) || message.Contains("violates PodSecurity", StringComparison.Ordinal)
                ? PodTroubleKind.Refused
            : PodTroubleKind.Waiting,
        Bounded(message));

    private static string Words(string reason, string? message) => message is null ? reason : $"{reason}: {Bounded(message)}";

    private static string Bounded(string message)
    {
        var line = message.ReplaceLineEndings(" ").Trim();
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + "…";
    }
}
