using System.Text.Json.Nodes;
using Rollout.Support;

namespace Rollout.Kubernetes.Tests;

/// <summary>Exchanges recorded from a Kubernetes 1.36 API server; they lie beside the repository (`../shared/kubernetes-transcripts`).</summary>
internal sealed record Transcript(string Name, IReadOnlyList<JsonObject> Exchanges)
{
    public static readonly string[] All =
    [
        "01-discovery", "02-custom-resource-definition", "03-create-and-validate", "04-update-and-conflict", "05-patch", "06-server-side-apply",
        "07-list-and-watch", "08-delete", "09-leases", "10-events", "11-authentication-and-rbac", "12-deployment-held-by-pause",
        "13-statefulset-partition", "14-daemonset-ondelete", "15-hold-by-admission-policy", "16-held-and-scaled-to-zero",
    ];

    public static Transcript Load(string name)
    {
        var path = SharedData.Find(Path.Combine("..", "kubernetes-transcripts", name + ".json"));
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        return new Transcript(name, [.. root["exchanges"]!.AsArray().Select(exchange => exchange!.AsObject())]);
    }
}
